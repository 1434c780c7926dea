package io.facequality.eval;

import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.AreaConvention.Scale;
import java.util.Arrays;

/** The points of a curve over discard rates, ascending from 0; made once and filled many times. Not for two threads. */
final class CurvePoints {

    private final double[] rates;
    private final double[] values;
    private int count;

    CurvePoints(int capacity) {
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

    int count() {
        return count;
    }

    double rate(int point) {
        return rates[point];
    }

    double value(int point) {
        return values[point];
    }

    /** The curve's value at a discard rate; beyond the last point it keeps that one's. */
    double at(double rate, Curve curve) {
        int found = Arrays.binarySearch(rates, 0, count, rate);
        int before = found < 0 ? -found - 2 : found;
        if (curve == Curve.STEP || before == count - 1) {
            return values[before];
        }
        double share = (rate - rates[before]) / (rates[before + 1] - rates[before]);
        return values[before] + share * (values[before + 1] - values[before]);
    }

    double area(AreaConvention convention) {
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
