package io.facequality.eval.folder;

import io.facequality.AlignedFace;
import io.facequality.Face;
import io.facequality.ImageSource;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.EvaluationResult.Explained;
import io.facequality.eval.internal.ScoreExplanation;
import io.facequality.images.QualityReport;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads some of the evaluated pictures once more, spread evenly, to see what explains their scores. */
final class ExplainedFaces {

    private final EvaluatedFaces faces;
    private final Map<String, Integer> chosen = new HashMap<>();
    private final QualityReport[] reports;

    ExplainedFaces(EvaluatedFaces faces, int most) {
        this.faces = faces;
        int count = Math.min(most, faces.size());
        for (int i = 0; i < count; i++) {
            chosen.put(faces.name((int) ((long) i * faces.size() / count)), i);
        }
        this.reports = new QualityReport[count];
    }

    void read(FacePipeline pictures, List<ImageSource> sources) {
        pictures.process(
                sources.stream().filter(source -> chosen.containsKey(source.id())).toList(),
                FaceWork.explained(FaceWork.aligned()),
                picture -> picture.faces().accept(found -> take(picture.source(), found), rejection -> {}));
    }

    private void take(String source, List<Face<FaceWork.Explained<AlignedFace>>> found) {
        reports[Objects.requireNonNull(chosen.get(source))] = found.get(0).value().report();
    }

    /** One for each scorer whose scores can be explained. */
    List<Explained> explained() {
        int[] read = IntStream.range(0, reports.length).filter(i -> reports[i] != null).toArray();
        ScoreExplanation explanation =
                new ScoreExplanation(IntStream.of(read).mapToObj(i -> reports[i]).toList());
        return faces.scorers().stream()
                .map(scores -> explanation.of(
                        scores.label(),
                        IntStream.of(read)
                                .mapToDouble(i -> scores.get((int) ((long) i * faces.size() / reports.length)))
                                .toArray()))
                .flatMap(Optional::stream)
                .toList();
    }
}
