package io.facequality.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values that keep their order. */
final class Settings {

    private Settings() {}

    static Map<String, String> copyOf(Map<String, String> settings) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
}
