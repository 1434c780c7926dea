package io.facequality.internal;

import io.facequality.ModelId;
import java.util.Map;
import java.util.stream.Collectors;

/** What plans say of code that had a part in them: its name and its settings. */
public final class NamedSettings {

    private NamedSettings() {}

    /**
     * The name of code that does not name itself.
     *
     * @param code a selector, a grouper or an objective
     * @return for a record its name and components, since a class's own text may change from run to run
     */
    public static String name(Object code) {
        return code instanceof Record ? code.toString() : ModelId.ofCode(code).name();
    }

    /**
     * Puts a name and settings into one text.
     *
     * @return such as {@code Coverage[qualityCost=4.0]}; the name alone where there are no settings
     */
    public static String inWords(String name, Map<String, String> settings) {
        return settings.isEmpty()
                ? name
                : settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(", ", name + "[", "]"));
    }
}
