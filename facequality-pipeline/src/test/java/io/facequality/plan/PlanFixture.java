package io.facequality.plan;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceId;
import io.facequality.ModelId;
import io.facequality.Outcome.Rejection;
import io.facequality.Selection.HeldOutError;
import io.facequality.Selection.Optimality;
import io.facequality.Selection.Representative;
import io.facequality.group.Finding;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A small plan with one of everything. */
final class PlanFixture {

    static final String ODD_NAME = "it's \"odd\"\n, </script> Анна";

    private PlanFixture() {}

    static SelectionPlan plan(Path root) {
        DetectedFace detection = new DetectedFace(
                new Box(-1.5, 2, 30.25, 1e-3),
                new Landmarks(new Point(1, 2), new Point(3, 2), new Point(2, 3), new Point(1, 4), new Point(3, 4)),
                0.875);
        return new SelectionPlan(
                new SelectionPlan.Provenance(
                        "1.2.3", Map.of("keep", "1"), Map.of("quality", new ModelId("mini", "1", "ab".repeat(32)))),
                root,
                List.of(
                        new PlannedGroup(
                                ODD_NAME,
                                List.of(
                                        face(ODD_NAME + "/1.png", true, 0.1 + 0.2, Double.POSITIVE_INFINITY, Optional.of(detection)),
                                        copy(ODD_NAME + "/2.png", ODD_NAME + "/1.png"),
                                        face("/elsewhere/3.png", true, 0.5, 0.5, Optional.empty())),
                                new PlannedGroup.Choice(
                                        Representative.copyOf(0.1, -2e-300, Math.PI),
                                        "leave-p-out",
                                        OptionalDouble.of(1.0 / 3),
                                        new PlannedGroup.Search(
                                                "exhaustive", new Optimality.WithinGap(0.015), 123_456_789_012L),
                                        Optional.of(new HeldOutError(5, 0.375, 0.1 + 0.2))),
                                Optional.of(new WidestPair(
                                        new FaceId(ODD_NAME + "/1.png", 0), new FaceId(ODD_NAME + "/2.png", 0), 0.9375))),
                        new PlannedGroup(
                                "whole",
                                List.of(face("whole/1.png", true, 1, Double.POSITIVE_INFINITY, Optional.empty())),
                                new PlannedGroup.Choice(
                                        Representative.copyOf(1, 0, 0),
                                        "leave-p-out",
                                        OptionalDouble.empty(),
                                        new PlannedGroup.Search("none", new Optimality.Proven(), 0),
                                        Optional.empty()),
                                Optional.empty())),
                List.of(new RejectedPicture("whole/broken.jpg", Rejection.Cause.TRUNCATED, "it ends before its end")),
                List.of(
                        new Finding.NearerToAnotherPerson(
                                new FaceId(ODD_NAME + "/1.png", 0), ODD_NAME, 0.1 + 0.2, "whole", 0.5),
                        new Finding.SamePictureUnderTwoPeople(
                                new FaceId(ODD_NAME + "/2.png", 0), ODD_NAME, new FaceId("whole/1.png", 0), "whole", 3,
                                false)),
                List.of(Path.of("/elsewhere")));
    }

    private static PlannedFace copy(String picture, String best) {
        return new PlannedFace(
                new FaceId(picture, 0), "cd".repeat(32), -0.25, Optional.empty(),
                new PlannedFace.Decision(
                        false, 0.75, 0.5, "because", Optional.of(new FaceId(best, 0)),
                        PlannedFace.Decision.Source.PROGRAM));
    }

    private static PlannedFace face(
            String picture, boolean kept, double quality, double nearest, Optional<DetectedFace> detection) {
        return new PlannedFace(
                new FaceId(picture, 0), "cd".repeat(32), quality, detection,
                quality == 0.5 ? Optional.of("too dark, and blurred") : Optional.empty(),
                new PlannedFace.Decision(kept, 0.75, nearest, "because"));
    }
}
