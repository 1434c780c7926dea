package io.facequality.group;

import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Predicate;

/** What decides between two copies, in the order in which it is asked; see {@link BestCopy}. */
enum CopyCriterion {
    WHOLE(first(RankedCopy::isWhole)) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return "It is damaged: " + other.facts().damage().orElseThrow() + "; " + best.picture() + " is whole.";
        }
    },

    AS_SHOT(first(RankedCopy::isAsShot)) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return "It is " + other.compared().alteration().orElseThrow() + ", and most of its copies are not.";
        }
    },

    GOOD(first(RankedCopy::good)) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return String.format(
                    Locale.ROOT, "%s is better by %.3f in quality.", best.picture(), best.quality() - other.quality());
        }
    },

    LARGE(first(RankedCopy::large)) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return best.eyes()
                    ? String.format(
                            Locale.ROOT, "%s shows the same face with its eyes further apart: %.0f pixels, not %.0f.",
                            best.picture(), best.size(), other.size())
                    : String.format(
                            Locale.ROOT, "%s has more pixels: %d, not %d.",
                            best.picture(), best.facts().pixels(), other.facts().pixels());
        }
    },

    WITHOUT_BARS(first(copy -> !copy.facts().bars())) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return "It has bars around the picture, as a screenshot has, and no larger face; " + best.picture()
                    + " has no bars.";
        }
    },

    PREFERRED(Comparator.comparingInt(copy -> copy.facts().folder())) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return best.picture() + " is as good, and lies in a folder that is preferred.";
        }
    },

    DATED(first(copy -> copy.facts().capture().taken().isPresent())) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return best.picture() + " is as good, and has the camera's date, "
                    + best.facts().capture().taken().orElseThrow().format(DATE) + ".";
        }
    },

    NAMES_CAMERA(first(copy -> copy.facts().capture().camera().isPresent())) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return best.picture() + " is as good, and names the camera, "
                    + best.facts().capture().camera().orElseThrow() + ".";
        }
    },

    USUAL(first(copy -> copy.compared().deviation().isEmpty())) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return "It is " + other.compared().deviation().orElseThrow() + ", and most of its copies are not.";
        }
    },

    BYTES(Comparator.comparingLong((RankedCopy copy) -> copy.facts().bytes()).reversed()) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return best.picture() + " is as good, and its file is larger: " + best.facts().bytes() + " bytes, not "
                    + other.facts().bytes() + ".";
        }
    },

    QUALITY(Comparator.comparingDouble(RankedCopy::quality).reversed()) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return best.picture() + " is its equal but for a quality that is higher by "
                    + (float) (best.quality() - other.quality()) + ".";
        }
    },

    NAME(Comparator.comparing((RankedCopy copy) -> copy.face().id())) {
        @Override
        String words(RankedCopy best, RankedCopy other) {
            return best.picture() + " is its equal, and its name comes first.";
        }
    };

    /** The best first; two different faces are never equal. */
    static final Comparator<RankedCopy> ORDER = Arrays.stream(values())
            .map(criterion -> criterion.order)
            .reduce(Comparator::thenComparing)
            .orElseThrow();

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final Comparator<RankedCopy> order;

    CopyCriterion(Comparator<RankedCopy> order) {
        this.order = order;
    }

    private static Comparator<RankedCopy> first(Predicate<RankedCopy> criterion) {
        return Comparator.comparing(criterion::test, Comparator.reverseOrder());
    }

    /** Why one copy goes before another, as a sentence about the other. */
    static String reason(RankedCopy best, RankedCopy other) {
        return Arrays.stream(values())
                .filter(criterion -> criterion.order.compare(best, other) < 0)
                .findFirst()
                .map(criterion -> criterion.words(best, other))
                .orElseThrow();
    }

    abstract String words(RankedCopy best, RankedCopy other);
}
