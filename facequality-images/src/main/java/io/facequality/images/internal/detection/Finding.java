package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;

/**
 * What was found at a place: the proposal, and what the landmark network made of it.
 *
 * @param landmarks the points, in the picture's pixels
 * @param score the detection network's score, from 0 to 1
 * @param seenSize how large the face is where the picture is searched at the usual size, in pixels
 * @param face the landmark network's probability that it is a face, from 0 to 1
 */
public record Finding(Landmarks landmarks, double score, double seenSize, double face) {

    /** In quarters. */
    private static final int FULL_TURN = 4;

    /** A proposal that the landmark network is as sure of as it can be. */
    static Finding atMost(Proposal proposal, double usualStep) {
        return new Finding(proposal.landmarks(), proposal.score(), proposal.size() / usualStep, 1);
    }

    /** An upright square from the forehead to the chin. */
    public Box box() {
        FaceSquare square = FaceSquare.box(landmarks);
        double half = square.side() / 2;
        return new Box(square.center().x() - half, square.center().y() - half, square.side(), square.side());
    }

    /** How often it must be turned clockwise by 90 degrees, from 0 to 3 times, to be nearly upright. */
    int quartersToUpright() {
        double quarters = FaceSquare.box(landmarks).roll() / (Math.PI / 2);
        return Math.floorMod(-Math.round(quarters), FULL_TURN);
    }

    Point center() {
        return FaceSquare.middle(landmarks);
    }

    double size() {
        return FaceSquare.faceSize(landmarks);
    }
}
