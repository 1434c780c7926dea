package io.facequality.distill.internal.student;

import io.facequality.convert.internal.network.MobileFaceNet.MapShape;
import io.facequality.convert.internal.network.NetworkOperators;
import java.util.List;
import java.util.Optional;

/**
 * Which of a student's maps are to be like a teacher's: none, the last through a layer that is there in training alone,
 * or each as it is.
 *
 * @param teacher the teacher's maps
 * @param layer what makes maps like the teacher's of the student's last; empty if they are compared as they are
 */
public record MapHints(List<MapShape> teacher, Optional<HintLayer> layer) {

    /** Copies the list. */
    public MapHints {
        teacher = List.copyOf(teacher);
    }

    public static MapHints none() {
        return new MapHints(List.of(), Optional.empty());
    }

    /** The last map through a layer. */
    public static MapHints last(MapShape teacher, MapShape student) {
        return new MapHints(List.of(teacher), Optional.of(new HintLayer(student.channels(), teacher.channels())));
    }

    /** Every map as it is. */
    public static MapHints each(List<MapShape> teacher) {
        return new MapHints(teacher, Optional.empty());
    }

    /**
     * What is compared with the teacher's maps.
     *
     * @param maps the student's, after each block
     * @return as many as the teacher's
     */
    public <T> List<T> compared(NetworkOperators<T> operators, List<T> maps) {
        return layer.map(through -> List.of(through.apply(operators, maps.get(maps.size() - 1))))
                .orElse(teacher.isEmpty() ? List.of() : maps);
    }
}
