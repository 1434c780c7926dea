package io.facequality.group.internal.search;

/**
 * Unit vectors in memory.
 *
 * @param units at least one, all of one dimension
 */
record HeldUnitVectors(float[][] units) implements UnitVectors {

    @Override
    public int size() {
        return units.length;
    }

    @Override
    public int dimension() {
        return units[0].length;
    }

    @Override
    public void copy(int ordinal, float[] unit) {
        System.arraycopy(units[ordinal], 0, unit, 0, unit.length);
    }
}
