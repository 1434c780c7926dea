package io.facequality.eval.internal.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facequality.eval.EvaluationResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes figures as JSON. */
final class EvaluationJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private EvaluationJson() {}

    static void write(EvaluationResult result, OutputStream stream) throws IOException {
        write(EvaluationDocument.of(result), stream);
    }

    static void write(Figure figure, OutputStream stream) throws IOException {
        write(FigureDocument.of(figure), stream);
    }

    private static void write(Record document, OutputStream stream) throws IOException {
        MAPPER.writer(new DefaultPrettyPrinter()).writeValue(stream, document);
    }

    /** The numbers of a plot; the components and their order are the format. */
    private record FigureDocument(String title, String x, String y, List<Line> series) {

        record Line(String name, double[] x, double[] y) {}

        static FigureDocument of(Figure figure) {
            return new FigureDocument(
                    figure.title(),
                    figure.xTitle(),
                    figure.yTitle(),
                    figure.series().stream()
                            .map(series -> new Line(series.name(), series.x(), series.y()))
                            .toList());
        }
    }
}
