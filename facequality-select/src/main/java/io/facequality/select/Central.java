package io.facequality.select;

/** See {@link Objective#central()}. */
record Central() implements Objective {

    @Override
    public String description() {
        return description(Representation.MEAN);
    }

    String description(Representation representation) {
        return "weighted mean distance of the left-out faces to the "
                + (representation == Representation.MEAN ? "mean" : "quality-weighted mean") + " of the kept faces";
    }

    @Override
    public ChoiceValue among(ComparedFaces faces) {
        return new CentralValue(faces);
    }

    @Override
    public String toString() {
        return "CENTRAL";
    }
}
