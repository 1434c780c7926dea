package io.facequality.eval.internal;

import io.facequality.eval.AreaConvention;
import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.AreaConvention.Scale;
import java.util.Arrays;

/** The points of a curve over discard rates, ascending from 0; created once and filled many times. For one thread. */
public final class CurvePoints {

    private final double[] rates;
    private final double[] values;
    private int count;

    public CurvePoints(int capacity) {
        rates = new double[capacity];
        values = new double[capacity];
    }

    void clear() {
        count = 0;
    }

    void add(double rate, double value) {
        rates[count] = rate;
        values[count] = value;
        count++;
    }

    public int count() {
        return count;
    }

    public double rate(int point) {
        return rates[point];
    }

    public double value(int point) {
        return values[point];
    }

    /** The value of the curve at a discard rate; constant after the last point. */
    public double at(double rate, Curve curve) {
        int found = Arrays.binarySearch(rates, 0, count, rate);
        int before = found < 0 ? -found - 2 : found;
        if (curve == Curve.STEP || before == count - 1) {
            return values[before];
        }
        double share = (rate - rates[before]) / (rates[before + 1] - rates[before]);
        return values[before] + share * (values[before + 1] - values[before]);
    }

    public double area(AreaConvention convention) {
        double area = area(convention.upTo(), convention.curve());
        if (convention.scale() == Scale.RAW) {
            return area;
        }
        return values[0] == 0 ? Double.NaN : area / (values[0] * convention.upTo());
    }

    private double area(double upTo, Curve curve) {
        double area = 0;
        for (int i = 0; i < count && rates[i] < upTo; i++) {
            double end = i + 1 < count ? Math.min(upTo, rates[i + 1]) : upTo;
            double height = curve == Curve.STEP ? values[i] : (values[i] + at(end, curve)) / 2;
            area += height * (end - rates[i]);
        }
        return area;
    }
}
