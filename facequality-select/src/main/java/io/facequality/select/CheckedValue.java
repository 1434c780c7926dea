package io.facequality.select;

import java.util.Arrays;

/** The values of somebody's own objective, which may be no numbers. */
record CheckedValue(String objective, ChoiceValue values) implements ChoiceValue {

    @Override
    public double value(int... kept) {
        return checked(values.value(kept), kept);
    }

    @Override
    public PartialChoice partialChoice(int count) {
        PartialChoice choice = values.partialChoice(count);
        return new PartialChoice() {
            @Override
            public void push(int face) {
                choice.push(face);
            }

            @Override
            public void pop() {
                choice.pop();
            }

            @Override
            public double valueWith(int face) {
                return checked(choice.valueWith(face), face);
            }
        };
    }

    @Override
    public double lowerBound(int count, int... partial) {
        double bound = values.lowerBound(count, partial);
        if (Double.isNaN(bound)) {
            throw wrong(bound, "lower bound", partial);
        }
        return bound;
    }

    private double checked(double value, int... faces) {
        if (!Double.isFinite(value)) {
            throw wrong(value, "value", faces);
        }
        return value;
    }

    private IllegalArgumentException wrong(double value, String name, int... faces) {
        return new IllegalArgumentException("expected a number as the " + name + " of a choice with the faces "
                + Arrays.toString(faces) + " by the objective " + objective + ", found " + value);
    }
}
