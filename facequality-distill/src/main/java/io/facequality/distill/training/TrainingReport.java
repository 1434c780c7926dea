package io.facequality.distill.training;

import java.awt.Color;
import java.awt.Dimension;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

/** The losses of a training as a table and as a page with curves, which needs no other file. */
final class TrainingReport {

    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;

    private TrainingReport() {}

    /** A header, then a row an epoch. */
    static String csv(List<EpochLosses> epochs) {
        StringBuilder table = new StringBuilder("epoch,loss,consistency,quality,validation_loss,"
                + "validation_consistency,validation_quality\n");
        for (EpochLosses losses : epochs) {
            table.append(losses.epoch())
                    .append(',').append(losses.loss())
                    .append(',').append(losses.consistency())
                    .append(',').append(losses.quality())
                    .append(',').append(losses.validationLoss())
                    .append(',').append(losses.validationConsistency())
                    .append(',').append(losses.validationQuality())
                    .append('\n');
        }
        return table.toString();
    }

    /** The page. */
    static String html(DistillationSettings settings, List<EpochLosses> epochs, int best) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <meta charset="utf-8">
                <title>Training</title>
                <h1>Training</h1>
                <p>%d epochs; the model is from epoch %d, which had the lowest validation loss. The training losses are
                against the optimised labels, the validation losses against the plain ones.</p>
                %s
                <h2>Settings</h2>
                <pre>%s</pre>
                </html>
                """
                .formatted(epochs.size(), best, svg(epochs), settings.toJson().replace("<", "&lt;"));
    }

    private static String svg(List<EpochLosses> epochs) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle("epoch")
                .yAxisTitle("loss")
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        curve(chart, "quality, training", epochs, EpochLosses::quality);
        curve(chart, "quality, validation", epochs, EpochLosses::validationQuality);
        if (epochs.stream().anyMatch(losses -> losses.validationConsistency() != 0)) {
            curve(chart, "consistency, training", epochs, EpochLosses::consistency);
            curve(chart, "consistency, validation", epochs, EpochLosses::validationConsistency);
        }
        SVGGraphics2D drawing = new SVGGraphics2D(emptyDrawing());
        chart.paint(drawing, WIDTH, HEIGHT);
        drawing.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        StringWriter document = new StringWriter();
        try {
            drawing.stream(document, true);
        } catch (SVGGraphics2DIOException e) {
            throw new UncheckedIOException(e);
        }
        return document.toString().substring(document.toString().indexOf("<svg"));
    }

    private static Document emptyDrawing() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void curve(
            XYChart chart, String name, List<EpochLosses> epochs, ToDoubleFunction<EpochLosses> loss) {
        double[] x = epochs.stream().mapToDouble(EpochLosses::epoch).toArray();
        double[] y = epochs.stream().mapToDouble(loss).toArray();
        chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE);
    }
}
