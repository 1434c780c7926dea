package io.facequality;

import java.util.Map;

/** Chooses which faces of a group to keep. */
@FunctionalInterface
public interface DuplicateSelector {

    /**
     * Chooses. Safe to call from several threads at once; the same group and setting give the same selection.
     *
     * @param group one person's or one cluster's faces
     * @param keep how many to keep
     * @return what is kept and dropped, each face with its reason
     */
    Selection select(FaceGroup group, Keep keep);

    /**
     * What plans call it.
     *
     * @return by default what a record's {@code toString} says, with its components; otherwise the name of the class
     */
    default String name() {
        return this instanceof Record ? toString() : ModelId.ofCode(this).name();
    }

    /**
     * Which settings have a part in its choices, for plans.
     *
     * @return the settings in the order in which plans show them; none by default
     */
    default Map<String, String> settings() {
        return Map.of();
    }
}
