package io.facequality.convert.internal.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes float32 tensors into a file as {@code torch.save} does, each with a storage of its own. */
public final class SavedStateDict {

    private SavedStateDict() {}

    /**
     * Writes a file, one tensor after the other.
     *
     * @return the same path
     */
    public static Path write(Map<String, Tensor> tensors, Path file) {
        List<String> keys = new ArrayList<>(tensors.keySet());
        Archive archive = Archive.of(new Pickle()
                .dictionary(entries -> {
                    for (int i = 0; i < keys.size(); i++) {
                        Tensor tensor = tensors.get(keys.get(i));
                        entries.text(keys.get(i)).contiguous(Integer.toString(i), tensor.shape());
                    }
                })
                .end());
        for (int i = 0; i < keys.size(); i++) {
            archive.floats(Integer.toString(i), tensors.get(keys.get(i))::floats);
        }
        return archive.writeTo(file);
    }
}
