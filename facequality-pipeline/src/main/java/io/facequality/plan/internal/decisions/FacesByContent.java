package io.facequality.plan.internal.decisions;

import io.facequality.FaceRecord;
import io.facequality.plan.internal.decisions.FaceReference.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the faces that decisions are about, wherever their pictures lie now. */
final class FacesByContent {

    private final Map<Content, List<FaceRecord>> byContent = new HashMap<>();

    FacesByContent(List<FaceRecord> faces) {
        faces.forEach(face -> byContent
                .computeIfAbsent(new Content(face.pictureSha256(), face.id().face()), none -> new ArrayList<>(1))
                .add(face));
    }

    List<FaceRecord> found(List<FaceReference> references) {
        return references.stream().map(this::found).flatMap(Optional::stream).distinct().toList();
    }

    /** Of equal files the one of that name; where none has it any more, the first. */
    private Optional<FaceRecord> found(FaceReference reference) {
        List<FaceRecord> alike = byContent.getOrDefault(reference.content(), List.of());
        return alike.stream()
                .filter(face -> face.id().source().equals(reference.picture()))
                .findFirst()
                .or(() -> alike.stream().findFirst());
    }
}
