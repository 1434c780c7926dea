package io.facequality.eval;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A figure with its drawing, which is made once for its own file and for the report. */
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
            throw new UncheckedIOException("memory takes everything", e);
        }
        return new DrawnFigure(figure, svg.toByteArray());
    }

    Figure figure() {
        return figure;
    }

    /** The drawing, which nobody must change. */
    byte[] svg() {
        return svg;
    }
}
