package io.facequality.cli.internal;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The completion of a command line for fish: a function that finds out which command is being typed, then a line for
 * each command and option, which is offered where its command is.
 */
final class FishCompletion {

    private static final int LONGEST_DESCRIPTION = 70;

    private final String program;
    private final List<String> lines = new ArrayList<>();

    FishCompletion(String program) {
        this.program = program;
    }

    String script(CommandLine root) {
        List<String> commands = new ArrayList<>();
        add(root, "", commands);
        return """
                # fish completes facequality with this. It was written by: facequality completion fish
                function __facequality_at
                    set -l at ''
                    for word in (commandline -opc)[2..-1]
                        switch $at/$word
                            case %s
                                set at $at/$word
                        end
                    end
                    test "$at" = "$argv[1]"
                end

                """
                        .formatted(String.join(" ", commands))
                        .replace("facequality", program)
                + String.join("\n", lines) + "\n";
    }

    private void add(CommandLine command, String place, List<String> commands) {
        Map<String, CommandLine> below = command.getSubcommands();
        if (!below.isEmpty()) {
            complete(place, "--no-files");
        }
        for (Map.Entry<String, CommandLine> child : below.entrySet()) {
            CommandSpec spec = child.getValue().getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                complete(place, "--arguments " + quoted(child.getKey()), described(spec.usageMessage().header()));
                commands.add(quoted(place + "/" + child.getKey()));
                add(child.getValue(), place + "/" + child.getKey(), commands);
            }
        }
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> complete(place, names(option), value(option), described(option.description())));
    }

    private void complete(String place, String... parts) {
        lines.add("complete --command " + program + " --condition " + quoted("__" + program + "_at '" + place + "'")
                + " " + String.join(" ", parts).strip());
    }

    private static String names(OptionSpec option) {
        List<String> names = new ArrayList<>();
        for (String name : option.names()) {
            names.add(name.startsWith("--")
                    ? "--long-option " + name.substring(2)
                    : "--short-option " + name.substring(1));
        }
        return String.join(" ", names);
    }

    /** What comes behind an option: nothing, one of a few words, a file, or what only its user knows. */
    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        if (option.completionCandidates() != null && option.completionCandidates().iterator().hasNext()) {
            return "--exclusive --arguments " + quoted(String.join(" ", option.completionCandidates()));
        }
        Class<?> type = option.auxiliaryTypes().length == 0 ? option.type() : option.auxiliaryTypes()[0];
        boolean file = type == Path.class || type == File.class
                || option.paramLabel().toUpperCase(Locale.ROOT).matches(".*(FILE|DIR).*");
        return file ? "--require-parameter --force-files" : "--exclusive";
    }

    private static String described(String[] description) {
        if (description.length == 0) {
            return "";
        }
        String text = Ansi.OFF.string(description[0]).replace("%n", " ").replace("%%", "%");
        return "--description "
                + quoted(text.length() <= LONGEST_DESCRIPTION ? text : text.substring(0, LONGEST_DESCRIPTION) + "...");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
