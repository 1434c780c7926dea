package io.facequality.group.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays one miniature upon others: turned, mirrored, moved and enlarged a little, until the gray levels within a disc
 * around the face's middle are as alike as they get. Alike is what correlates, so that a copy that was made darker is
 * the same.
 *
 * <p>A grid of turns comes first. Only where that comes near enough is the best place looked for, step by step. Where
 * landmarks were found far off, only {@link #upon} comes near. Cost: about 10,000 multiplications for a miniature that
 * is unlike. Immutable and safe to share between threads.
 */
final class MiniatureMatcher {

    private static final double MIDDLE = (Miniature.SIDE - 1) / 2.0;
    private static final double RADIUS = 0.4 * Miniature.SIDE;

    private static final double MOST_DEGREES = 12;
    private static final double DEGREES = 3;

    /** What a search for the best place adds to the best of the grid is less than the difference from 1, in copies. */
    private static final double NEAR_ENOUGH = 0.86;

    private static final double ALIKE = 0.995;
    private static final int MOST_ROUNDS = 4;
    private static final List<Steps> STEPS = List.of(new Steps(1.5, 1, 0.04), new Steps(0.75, 0.5, 0.02));
    private static final Steps FAR_OFF = new Steps(3, 2, 0.1);

    private static final float[] ACROSS = disc(true);
    private static final float[] DOWN = disc(false);

    private final Miniature miniature;
    private final List<Template> grid = new ArrayList<>();

    MiniatureMatcher(Miniature miniature) {
        this.miniature = miniature;
        for (double degrees = -MOST_DEGREES; degrees <= MOST_DEGREES; degrees += DEGREES) {
            grid.add(template(new Place(degrees, 0, 0, 1, false)));
            grid.add(template(new Place(degrees, 0, 0, 1, true)));
        }
    }

    /** How a miniature is laid: what is in its middle, and where from there a point of the disc is. */
    private record Place(double degrees, double x, double y, double scale, boolean mirrored) {

        private static final Place PLAIN = new Place(0, 0, 0, 1, false);

        List<Place> around(Steps steps) {
            return List.of(
                    new Place(degrees + steps.degrees, x, y, scale, mirrored),
                    new Place(degrees - steps.degrees, x, y, scale, mirrored),
                    new Place(degrees, x + steps.cells, y, scale, mirrored),
                    new Place(degrees, x - steps.cells, y, scale, mirrored),
                    new Place(degrees, x, y + steps.cells, scale, mirrored),
                    new Place(degrees, x, y - steps.cells, scale, mirrored),
                    new Place(degrees, x, y, scale + steps.scale, mirrored),
                    new Place(degrees, x, y, scale - steps.scale, mirrored));
        }
    }

    private record Steps(double degrees, double cells, double scale) {}

    /** The gray levels of the disc at a place, with mean 0 and length 1. */
    private record Template(Place place, float[] levels) {}

    private record Match(Place place, double similarity) {}

    /** How alike another is, by its {@linkplain #normalized gray levels}. */
    double similarity(float[] levels) {
        Match best = best(levels);
        return (best.similarity() < NEAR_ENOUGH ? best : best(best, levels)).similarity();
    }

    /** How this one lies upon another, whose landmarks may be some way off; takes a multiple of the time. */
    Laid upon(Miniature other) {
        float[] levels = normalized(other);
        Match best = best(improved(best(levels), levels, FAR_OFF), levels);
        Place place = best.place();
        double roll = place.mirrored() ? -miniature.roll() : miniature.roll();
        return new Laid(
                best.similarity(),
                place.mirrored(),
                other.roll() - roll - place.degrees(),
                place.scale(),
                levels(miniature, place));
    }

    /** The gray levels of a miniature's disc as it is, with mean 0 and length 1. */
    static float[] normalized(Miniature miniature) {
        return normalized(levels(miniature, Place.PLAIN));
    }

    private Match best(Match start, float[] levels) {
        Match best = start;
        for (Steps steps : STEPS) {
            best = improved(best, levels, steps);
        }
        return best;
    }

    private Match best(float[] levels) {
        Match best = new Match(grid.get(0).place(), Double.NEGATIVE_INFINITY);
        for (Template template : grid) {
            double similarity = product(template.levels(), levels);
            if (similarity > best.similarity()) {
                best = new Match(template.place(), similarity);
            }
        }
        return best;
    }

    private Match improved(Match start, float[] levels, Steps steps) {
        Match best = start;
        for (int round = 0; round < MOST_ROUNDS && best.similarity() < ALIKE; round++) {
            Match before = best;
            for (Place place : before.place().around(steps)) {
                double similarity = product(template(place).levels(), levels);
                if (similarity > best.similarity()) {
                    best = new Match(place, similarity);
                }
            }
            if (best == before) {
                break;
            }
        }
        return best;
    }

    private Template template(Place place) {
        return new Template(place, normalized(levels(miniature, place)));
    }

    private static float[] levels(Miniature miniature, Place place) {
        double cosine = place.scale() * Math.cos(Math.toRadians(place.degrees()));
        double sine = place.scale() * Math.sin(Math.toRadians(place.degrees()));
        float[] levels = new float[ACROSS.length];
        for (int i = 0; i < levels.length; i++) {
            double x = ACROSS[i] * cosine - DOWN[i] * sine + place.x();
            double y = ACROSS[i] * sine + DOWN[i] * cosine + place.y();
            levels[i] = level(miniature, MIDDLE + (place.mirrored() ? -x : x), MIDDLE + y);
        }
        return levels;
    }

    /** Between cells by their four neighbors; beyond the border as on it. */
    private static float level(Miniature miniature, double x, double y) {
        double inX = Math.max(0, Math.min(Miniature.SIDE - 1, x));
        double inY = Math.max(0, Math.min(Miniature.SIDE - 1, y));
        int left = Math.min((int) inX, Miniature.SIDE - 2);
        int top = Math.min((int) inY, Miniature.SIDE - 2);
        float right = (float) (inX - left);
        float bottom = (float) (inY - top);
        return (1 - bottom) * ((1 - right) * miniature.level(top, left) + right * miniature.level(top, left + 1))
                + bottom * ((1 - right) * miniature.level(top + 1, left) + right * miniature.level(top + 1, left + 1));
    }

    /** All zero for one gray, which is like nothing. */
    private static float[] normalized(float[] levels) {
        double mean = mean(levels);
        double square = 0;
        for (float level : levels) {
            square += (level - mean) * (level - mean);
        }
        double factor = square > 0 ? 1 / Math.sqrt(square) : 0;
        float[] normalized = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            normalized[i] = (float) ((levels[i] - mean) * factor);
        }
        return normalized;
    }

    static double mean(float[] levels) {
        double sum = 0;
        for (float level : levels) {
            sum += level;
        }
        return sum / levels.length;
    }

    /** Four sums at once, since each addition waits for the one before. */
    private static double product(float[] one, float[] other) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        int i = 0;
        for (; i + 3 < one.length; i += 4) {
            first += one[i] * other[i];
            second += one[i + 1] * other[i + 1];
            third += one[i + 2] * other[i + 2];
            fourth += one[i + 3] * other[i + 3];
        }
        for (; i < one.length; i++) {
            first += one[i] * other[i];
        }
        return first + second + third + fourth;
    }

    private static float[] disc(boolean across) {
        List<Double> places = new ArrayList<>();
        for (int y = 0; y < Miniature.SIDE; y++) {
            for (int x = 0; x < Miniature.SIDE; x++) {
                if (Math.hypot(x - MIDDLE, y - MIDDLE) <= RADIUS) {
                    places.add((across ? x : y) - MIDDLE);
                }
            }
        }
        float[] disc = new float[places.size()];
        for (int i = 0; i < disc.length; i++) {
            disc[i] = places.get(i).floatValue();
        }
        return disc;
    }
}
