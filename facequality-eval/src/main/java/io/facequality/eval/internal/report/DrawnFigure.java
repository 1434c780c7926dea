package io.facequality.eval.internal.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A figure with its drawing, which is used for its own file and for the report. */
final class DrawnFigure {

    private final Figure figure;
    private final byte[] svg;

    private DrawnFigure(Figure figure, byte[] svg) {
        this.figure = figure;
        this.svg = svg;
    }

    static DrawnFigure of(Figure figure) {
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        try {
            FigureDrawing.writeSvg(figure, svg);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return new DrawnFigure(figure, svg.toByteArray());
    }

    Figure figure() {
        return figure;
    }

    /** The drawing, which callers must not change. */
    byte[] svg() {
        return svg;
    }
}
