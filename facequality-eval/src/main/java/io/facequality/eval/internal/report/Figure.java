package io.facequality.eval.internal.report;

import java.util.List;

/**
 * The content of a plot. It is drawn, and written as a table and as JSON, from the same numbers.
 *
 * @param name the stem of its file names
 * @param title what it shows
 * @param xTitle the title of the horizontal axis
 * @param yTitle the title of the vertical axis
 * @param axes the kind of the axes
 * @param series the lines
 */
record Figure(String name, String title, String xTitle, String yTitle, Axes axes, List<Series> series) {

    /** The kind of the axes. */
    enum Axes {
        LINEAR,
        /** Linear, from zero upwards. */
        FROM_ZERO,
        /** Both logarithmic; points with a zero are left out. */
        LOGARITHMIC
    }

    /** How points are joined. */
    enum Line {
        STRAIGHT,
        STEP,
        /** Straight, with a mark at each point. */
        MARKED,
        /** A shaded area between two lines: the points of the upper one, then those of the lower one backwards. */
        BAND
    }

    /** A line with its points. */
    static final class Series {

        private final String name;
        private final Line line;
        private final int style;
        private final double[] x;
        private final double[] y;

        private Series(String name, Line line, int style, double[] x, double[] y) {
            this.name = name;
            this.line = line;
            this.style = style;
            this.x = x;
            this.y = y;
        }

        String name() {
            return name;
        }

        Line line() {
            return line;
        }

        /** The number of a color and dash style; lines that belong together share it. */
        int style() {
            return style;
        }

        double[] x() {
            return x.clone();
        }

        double[] y() {
            return y.clone();
        }
    }

    Figure {
        series = List.copyOf(series);
    }

    static Series series(String name, Line line, int style, double[] x, double[] y) {
        return new Series(name, line, style, x.clone(), y.clone());
    }
}
