package io.facequality.group.internal.search;

/**
 * Some of many vectors.
 *
 * @param all what they are taken from
 * @param ordinals which
 */
record ChosenVectors(UnitVectors all, int[] ordinals) implements UnitVectors {

    @Override
    public int size() {
        return ordinals.length;
    }

    @Override
    public int dimension() {
        return all.dimension();
    }

    @Override
    public void copy(int ordinal, float[] unit) {
        all.copy(ordinals[ordinal], unit);
    }
}
