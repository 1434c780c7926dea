package io.facequality.eval.internal.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Draws figures as SVG and PNG. Lines differ in color, in dashes and in marks; the colors are those of Okabe and Ito ("Color
 * Universal Design", 2008), which people tell apart whatever kind of color vision they have.
 */
final class FigureDrawing {

    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;

    /** Of coordinates in pixels. */
    private static final int DECIMALS = 1;

    /** The marks on a line, which tell it from other lines where dashes are too short to be seen. */
    private static final int MARKS = 9;

    private static final List<Color> COLORS = List.of(
            new Color(0x0072B2), new Color(0xD55E00), new Color(0x000000), new Color(0x009E73), new Color(0xCC79A7),
            new Color(0x56B4E9), new Color(0xE69F00), new Color(0x777777));

    private static final List<float[]> DASHES = List.of(
            new float[] {1, 0}, new float[] {9, 4}, new float[] {2, 4}, new float[] {12, 4, 2, 4},
            new float[] {5, 3}, new float[] {16, 5}, new float[] {9, 3, 2, 3, 2, 3}, new float[] {3, 2});

    private static final List<Marker> MARKERS = List.of(
            SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.TRIANGLE_DOWN, SeriesMarkers.CROSS, SeriesMarkers.PLUS, SeriesMarkers.OVAL);

    private static final int SHADE = 45;
    private static final String NUMBERS = "0.####";

    private FigureDrawing() {}

    static void writeSvg(Figure figure, OutputStream stream) throws IOException {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptySvg());
        context.setPrecision(DECIMALS);
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        try {
            graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
            chart(figure).paint(graphics, WIDTH, HEIGHT);
            Element root = graphics.getRoot();
            // The letters are drawn as outlines, so that they look the same everywhere; programs read these.
            root.insertBefore(words(root, "desc", words(figure)), root.getFirstChild());
            root.insertBefore(words(root, "title", figure.title()), root.getFirstChild());
            // Not the stream method of the graphics: it names a document type, which readers would download.
            TransformerFactory.newInstance()
                    .newTransformer()
                    .transform(new DOMSource(root), new StreamResult(stream));
        } catch (TransformerException e) {
            throw new IOException("cannot write the plot " + figure.name(), e);
        } finally {
            graphics.dispose();
        }
    }

    private static Element words(Element root, String kind, String text) {
        Element element = root.getOwnerDocument().createElementNS(SVG, kind);
        element.setTextContent(text);
        return element;
    }

    private static String words(Figure figure) {
        return figure.yTitle() + " over " + figure.xTitle() + ": "
                + figure.series().stream().map(Figure.Series::name).collect(Collectors.joining("; "));
    }

    private static Document emptySvg() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java platform makes documents", e);
        }
    }

    static void writePng(Figure figure, OutputStream stream) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            chart(figure).paint(graphics, WIDTH, HEIGHT);
        } finally {
            graphics.dispose();
        }
        ImageIO.write(image, "png", stream);
    }

    private static XYChart chart(Figure figure) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(figure.title())
                .xAxisTitle(figure.xTitle())
                .yAxisTitle(figure.yTitle())
                .build();
        style(chart.getStyler(), figure);
        for (Figure.Series series : figure.series()) {
            add(chart, series, figure.series().size() == 1);
        }
        return chart;
    }

    private static void style(XYStyler styler, Figure figure) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotGridLinesColor(new Color(0xDDDDDD));
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setLocale(Locale.ROOT);
        if (figure.axes() == Figure.Axes.LOGARITHMIC) {
            styler.setXAxisLogarithmic(true);
            styler.setYAxisLogarithmic(true);
        } else {
            styler.setXAxisDecimalPattern(NUMBERS);
            styler.setYAxisDecimalPattern(NUMBERS);
        }
        if (figure.axes() == Figure.Axes.FROM_ZERO) {
            styler.setYAxisMin(0.0);
            // A little room above; a line of zeros needs an axis too.
            double most = figure.series().stream()
                    .flatMapToDouble(series -> Arrays.stream(series.y()))
                    .filter(Double::isFinite)
                    .max()
                    .orElse(0);
            styler.setYAxisMax(most > 0 ? 1.05 * most : 1);
        }
    }

    private static void add(XYChart chart, Figure.Series series, boolean isAlone) {
        Color color = COLORS.get(series.style() % COLORS.size());
        XYSeries drawn = chart.addSeries(series.name(), series.x(), series.y());
        drawn.setMarker(series.line() == Figure.Line.MARKED ? marker(series) : SeriesMarkers.NONE);
        drawn.setMarkerColor(color);
        drawn.setLineColor(color);
        drawn.setLineStyle(new BasicStroke(
                2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, DASHES.get(series.style() % DASHES.size()), 0f));
        drawn.setXYSeriesRenderStyle(switch (series.line()) {
            case STRAIGHT, MARKED -> XYSeriesRenderStyle.Line;
            case STEP -> XYSeriesRenderStyle.Step;
            case BAND -> XYSeriesRenderStyle.PolygonArea;
        });
        if (series.line() == Figure.Line.BAND) {
            Color shade = new Color(color.getRed(), color.getGreen(), color.getBlue(), SHADE);
            drawn.setFillColor(shade);
            drawn.setLineColor(shade);
        } else if (series.line() != Figure.Line.MARKED && !isAlone) {
            addMarks(chart, series, color);
            drawn.setShowInLegend(false);
        }
    }

    private static Marker marker(Figure.Series series) {
        return MARKERS.get(series.style() % MARKERS.size());
    }

    /** A few points of the line again, which represent it in the legend. */
    private static void addMarks(XYChart chart, Figure.Series series, Color color) {
        double[] x = series.x();
        double[] y = series.y();
        int step = Math.max(1, x.length / MARKS);
        int[] points = IntStream.iterate(series.style() * step / MARKERS.size(), i -> i < x.length, i -> i + step)
                .toArray();
        // The line itself has the plain name already, and names must differ.
        XYSeries marks = chart.addSeries(
                "\u200B" + series.name(),
                Arrays.stream(points).mapToDouble(i -> x[i]).toArray(),
                Arrays.stream(points).mapToDouble(i -> y[i]).toArray());
        marks.setLabel(series.name());
        marks.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        marks.setMarker(marker(series));
        marks.setMarkerColor(color);
    }
}
