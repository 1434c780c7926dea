package io.facequality.review.internal;

import io.facequality.FaceId;
import io.facequality.group.Finding;
import io.facequality.group.Finding.SamePictureUnderTwoPeople;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.ReviewedGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The findings of a plan by the faces that they are about. */
record GroupFindings(Map<FaceId, List<Finding>> byFace) {

    static GroupFindings of(SelectionPlan plan) {
        Map<FaceId, List<Finding>> byFace = new HashMap<>();
        for (Finding finding : plan.findings()) {
            add(byFace, finding.face(), finding);
            if (finding instanceof SamePictureUnderTwoPeople same) {
                add(byFace, same.otherFace(), finding);
            }
        }
        return new GroupFindings(byFace);
    }

    private static void add(Map<FaceId, List<Finding>> byFace, FaceId face, Finding finding) {
        byFace.computeIfAbsent(face, none -> new ArrayList<>(1)).add(finding);
    }

    /** The findings about a group's faces. */
    List<Finding> of(ReviewedGroup group) {
        return byFace.isEmpty()
                ? List.of()
                : group.planned().faces().stream()
                        .flatMap(face -> byFace.getOrDefault(face.id(), List.of()).stream())
                        .distinct()
                        .toList();
    }
}
