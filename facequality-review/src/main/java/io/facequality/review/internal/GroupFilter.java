package io.facequality.review.internal;

import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.internal.decisions.ReviewedGroup;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Which groups are shown. A group fits if one of its faces does.
 *
 * @param text is in the group's name or the path of a picture
 * @param state what the person has done with the group so far
 * @param from the lowest quality
 * @param to the highest quality
 * @param reason is in a face's reason
 * @param findings whether only groups with findings fit
 */
record GroupFilter(String text, State state, double from, double to, String reason, boolean findings) {

    /** What a person has done with a group. */
    enum State {
        ALL,
        UNDECIDED,
        ACCEPTED,
        CHANGED;

        private boolean fits(ReviewedGroup group) {
            return switch (this) {
                case ALL -> true;
                case UNDECIDED -> !group.accepted();
                case ACCEPTED -> group.accepted();
                case CHANGED -> group.changed();
            };
        }
    }

    static GroupFilter of(Call call) {
        return new GroupFilter(
                comparable(call.query("text").orElse("")),
                call.query("state").map(GroupFilter::state).orElse(State.ALL),
                call.query("from").map(GroupFilter::number).orElse(Double.NEGATIVE_INFINITY),
                call.query("to").map(GroupFilter::number).orElse(Double.POSITIVE_INFINITY),
                comparable(call.query("reason").orElse("")),
                call.query("findings").isPresent());
    }

    private static State state(String name) {
        try {
            return State.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.BAD_REQUEST, "There is no such filter.");
        }
    }

    private static double number(String text) {
        return Optional.of(text)
                .filter(number -> number.matches("-?\\d{1,9}(\\.\\d{1,9})?"))
                .map(Double::parseDouble)
                .orElseThrow(() -> new Refusal(Refusal.BAD_REQUEST, "A quality needs to be a number."));
    }

    private static String comparable(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    boolean fits(ReviewedGroup group, GroupFindings found) {
        return state.fits(group)
                && (!findings || !found.of(group).isEmpty())
                && fitsText(group)
                && group.planned().faces().stream().anyMatch(this::fits);
    }

    private boolean fitsText(ReviewedGroup group) {
        return text.isEmpty()
                || comparable(group.planned().name()).contains(text)
                || group.planned().faces().stream().anyMatch(face -> comparable(face.picture()).contains(text));
    }

    private boolean fits(PlannedFace face) {
        return face.quality() >= from
                && face.quality() <= to
                && (reason.isEmpty() || comparable(face.reason()).contains(reason));
    }
}
