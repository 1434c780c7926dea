package io.facequality.images.internal.detection;

import io.facequality.onnx.ModelContract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a kind of detection network takes, and how its maps are read. Each has maps at the strides 8, 16 and 32. */
sealed interface DetectionFormat permits AnyAngleFormat, YuNetFormat {

    /** The strides of the maps: a cell stands for so many pixels in each direction. */
    List<Integer> STRIDES = List.of(8, 16, 32);

    /** Width and height of a picture must be multiples of it. */
    int STEP = 32;

    /** Under which name calibrations have it. */
    String name();

    /** How the network takes pixels. */
    ModelContract contract();

    /** Each output's name without its stride, and how many numbers it has for each cell. */
    Map<String, Integer> outputs();

    /** Whether the network finds faces that are turned by any angle, with points that turn with them. */
    boolean findsTurnedFaces();

    /**
     * Reads the maps of one stride.
     *
     * @param maps each output by its name without the stride
     * @param columns how many cells a row has
     * @param minimum proposals of a lower score are left out
     * @param found receives the proposals, in pixels of the network's input
     */
    void read(Map<String, float[]> maps, int stride, int columns, double minimum, List<Proposal> found);

    /** The kinds that are known. */
    static List<DetectionFormat> all() {
        return List.of(new AnyAngleFormat(), new YuNetFormat());
    }

    /** The names of all outputs. */
    default Set<String> outputNames() {
        return outputs().keySet().stream()
                .flatMap(name -> STRIDES.stream().map(stride -> name + "_" + stride))
                .collect(Collectors.toUnmodifiableSet());
    }
}
