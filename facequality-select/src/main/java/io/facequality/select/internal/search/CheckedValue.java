package io.facequality.select.internal.search;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.internal.UserCode;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.ComparedFaces;
import io.facequality.select.Objective.PartialChoice;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * The values of somebody's own objective, which may be no numbers.
 *
 * @param objective the objective
 * @param values its values
 */
record CheckedValue(Objective objective, ChoiceValue values) implements ChoiceValue {

    /** What an objective makes of faces, checked if it is not the library's. */
    static ChoiceValue of(Objective objective, ComparedFaces faces) {
        ChoiceValue values = UserCode.call(objective, "among", "values of choices", () -> objective.among(faces));
        return values instanceof RelaxableValue ? values : new CheckedValue(objective, values);
    }

    @Override
    public double value(int... kept) {
        return checked(() -> values.value(kept), kept);
    }

    @Override
    public PartialChoice partialChoice(int count) {
        PartialChoice choice =
                UserCode.call(objective, "among", "values with a partialChoice", () -> values.partialChoice(count));
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
                return checked(() -> choice.valueWith(face), face);
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

    private double checked(DoubleSupplier call, int... faces) {
        double value;
        try {
            value = call.getAsDouble();
        } catch (NullPointerException e) {
            throw UserCode.broken(objective, "among", "values that are numbers", "a " + e, e);
        }
        if (!Double.isFinite(value)) {
            throw wrong(value, "value", faces);
        }
        return value;
    }

    private InvalidInputException wrong(double value, String name, int... faces) {
        return UserCode.broken(
                objective, "among",
                "a number as the " + name + " of a choice with the faces " + Arrays.toString(faces)
                        + " by the objective " + objective.description(),
                Double.toString(value), null);
    }
}
