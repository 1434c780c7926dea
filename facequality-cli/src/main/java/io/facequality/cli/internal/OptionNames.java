package io.facequality.cli.internal;

import io.facequality.FaceQualityException.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Adds the names of options and commands to the advice of a library, which names concepts alone. */
final class OptionNames {

    private static final Map<Pattern, String> NAMES = new LinkedHashMap<>();

    static {
        name("[Nn]ame a mirror", "--mirror");
        name("as the mirror", "--mirror");
        name("leave offline mode", "without --offline and FACEQUALITY_OFFLINE");
        name("another cache folder", "--cache or FACEQUALITY_CACHE");
        name("accept the license", "--accept-license");
        name("fetch the model unverified", "--unverified");
        name("Fetch the model (\\S+?)(?: again)?(?=\\.$)", "facequality models fetch $1");
        name("model of the catalogue", "facequality models list");
        name("Name the part to take", "--weights NAME");
        name("the file of the backbone", "--backbone FILE");
        name("leave out unknown tensors", "--leave-out-unknown");
    }

    private OptionNames() {}

    private static void name(String concept, String option) {
        NAMES.put(Pattern.compile(concept), option);
    }

    /** The same problem, with options where its remedy names their concepts. */
    static Problem addedTo(Problem problem) {
        String remedy = problem.remedy();
        for (Map.Entry<Pattern, String> name : NAMES.entrySet()) {
            remedy = name.getKey().matcher(remedy).replaceFirst("$0 (" + name.getValue() + ")");
        }
        return new Problem(problem.what(), problem.where(), problem.expected(), problem.found(), remedy);
    }
}
