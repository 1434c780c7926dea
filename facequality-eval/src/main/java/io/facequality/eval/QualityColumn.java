package io.facequality.eval;

import io.facequality.InvalidInputException;
import io.facequality.ModelId;

/**
 * One scorer's raw qualities of all faces. Immutable and safe to share between threads.
 */
public final class QualityColumn {

    private final String label;
    private final ModelId model;
    private final double[] qualities;

    private QualityColumn(String label, ModelId model, double[] qualities) {
        this.label = label;
        this.model = model;
        this.qualities = qualities;
    }

    /**
     * Copies qualities.
     *
     * @param label what the scorer is called in results, unlike the others
     * @param model which model it is
     * @param qualities each face's, finite; higher is better
     * @return the column
     */
    public static QualityColumn copyOf(String label, ModelId model, double... qualities) {
        for (double quality : qualities) {
            if (!Double.isFinite(quality)) {
                throw InvalidInputException.ofValue("QualityColumn", "finite qualities", quality + " by " + label);
            }
        }
        return new QualityColumn(label, model, qualities.clone());
    }

    /**
     * What the scorer is called.
     *
     * @return its label
     */
    public String label() {
        return label;
    }

    /**
     * Which model it is.
     *
     * @return its identity
     */
    public ModelId model() {
        return model;
    }

    /**
     * One face's quality.
     *
     * @param face its ordinal
     * @return higher is better
     */
    public double get(int face) {
        return qualities[face];
    }

    /**
     * The number of faces.
     *
     * @return at least 0
     */
    public int size() {
        return qualities.length;
    }

    /** The qualities themselves, which nobody must change. */
    double[] shared() {
        return qualities;
    }
}
