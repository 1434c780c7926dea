package io.facequality.distill.internal.training;

import io.facequality.distill.Distillation;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.UnetSettings;
import io.facequality.distill.UnetTraining;
import java.awt.Color;
import java.awt.Dimension;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

/** The losses of a training as a table and as a page with curves, which needs no other file. */
public final class TrainingReport {

    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;

    private TrainingReport() {}

    /** A header, then one row per epoch. */
    public static String csv(List<Distillation.EpochLosses> epochs) {
        StringBuilder table = new StringBuilder("epoch,loss,consistency,quality,validation_loss,"
                + "validation_consistency,validation_quality\n");
        for (Distillation.EpochLosses losses : epochs) {
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

    /** The same of a UNet. */
    public static String unetCsv(List<UnetTraining.EpochLosses> epochs) {
        StringBuilder table = new StringBuilder("epoch,loss,validation_loss\n");
        for (UnetTraining.EpochLosses losses : epochs) {
            table.append(losses.epoch())
                    .append(',').append(losses.loss())
                    .append(',').append(losses.validationLoss())
                    .append('\n');
        }
        return table.toString();
    }

    /** A line of a chart, one value per epoch. */
    private record Curve(String name, double[] losses) {

        static <L> Curve of(String name, List<L> epochs, ToDoubleFunction<L> loss) {
            return new Curve(name, epochs.stream().mapToDouble(loss).toArray());
        }
    }

    /** The page of a student or a head. */
    public static String html(DistillationSettings settings, List<Distillation.EpochLosses> epochs, int best) {
        List<Curve> curves = new ArrayList<>(List.of(
                Curve.of("quality, training", epochs, Distillation.EpochLosses::quality),
                Curve.of("quality, validation", epochs, Distillation.EpochLosses::validationQuality)));
        if (epochs.stream().anyMatch(losses -> losses.validationConsistency() != 0)) {
            curves.add(Curve.of("consistency, training", epochs, Distillation.EpochLosses::consistency));
            curves.add(Curve.of("consistency, validation", epochs, Distillation.EpochLosses::validationConsistency));
        }
        String words = "The training losses are against the optimized labels, the validation losses against the plain "
                + "ones.";
        return page(epochs.size(), best, words, curves, settings.toJson());
    }

    /** The page of a UNet. */
    public static String html(UnetSettings settings, List<UnetTraining.EpochLosses> epochs, int best) {
        List<Curve> curves = List.of(
                Curve.of("training", epochs, UnetTraining.EpochLosses::loss),
                Curve.of("validation", epochs, UnetTraining.EpochLosses::validationLoss));
        String words = "Losses are mean squared errors of values from -1 to 1; those of the validation are of the "
                + "running average of the weights, which is what the model is.";
        return page(epochs.size(), best, words, curves, settings.toJson());
    }

    private static String page(int epochs, int best, String words, List<Curve> curves, String settings) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <meta charset="utf-8">
                <title>Training</title>
                <h1>Training</h1>
                <p>%d epochs; the model is from epoch %d, which had the lowest validation loss. %s</p>
                %s
                <h2>Settings</h2>
                <pre>%s</pre>
                </html>
                """
                .formatted(epochs, best, words, svg(curves), settings.replace("<", "&lt;"));
    }

    private static String svg(List<Curve> curves) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle("epoch")
                .yAxisTitle("loss")
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        for (Curve curve : curves) {
            double[] epochs = IntStream.rangeClosed(1, curve.losses.length).asDoubleStream().toArray();
            chart.addSeries(curve.name, epochs, curve.losses).setMarker(SeriesMarkers.NONE);
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
}
