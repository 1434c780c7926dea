package io.facequality.eval.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values of settings, in a fixed order. */
public final class Settings {

    private Settings() {}

    /** Copies settings in their order. */
    public static Map<String, String> copyOf(Map<String, String> settings) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
}
