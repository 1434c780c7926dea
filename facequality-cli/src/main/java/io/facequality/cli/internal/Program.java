package io.facequality.cli.internal;

import io.facequality.FaceQualityException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.cli.internal.console.ChoiceConverter;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.OutputClosedException;
import io.facequality.cli.internal.console.ProgressOption;
import io.facequality.cli.internal.console.Terminal;
import io.facequality.cli.internal.evaluate.CalibrateCommand;
import io.facequality.cli.internal.evaluate.CalibrationFormat;
import io.facequality.cli.internal.evaluate.EvaluateCommand;
import io.facequality.cli.internal.models.FetchCommand;
import io.facequality.cli.internal.models.ImportCommand;
import io.facequality.cli.internal.models.ModelListCommand;
import io.facequality.cli.internal.models.ModelListFormat;
import io.facequality.cli.internal.models.ModelsCommand;
import io.facequality.cli.internal.models.QuantizeCommand;
import io.facequality.cli.internal.models.VerifyCommand;
import io.facequality.cli.internal.score.EmbedCommand;
import io.facequality.cli.internal.score.LabelCommand;
import io.facequality.cli.internal.score.ScoreCommand;
import io.facequality.cli.internal.score.ScoreFormat;
import io.facequality.cli.internal.score.ScoringMethod;
import io.facequality.cli.internal.select.ApplyCommand;
import io.facequality.cli.internal.select.BestShotsCommand;
import io.facequality.cli.internal.select.CopyKind;
import io.facequality.cli.internal.select.CopyTreatment;
import io.facequality.cli.internal.select.DedupeCommand;
import io.facequality.cli.internal.select.DemoCommand;
import io.facequality.cli.internal.select.FindingsCommand;
import io.facequality.cli.internal.select.GroupKind;
import io.facequality.cli.internal.select.KeptCopy;
import io.facequality.cli.internal.select.LinkageKind;
import io.facequality.cli.internal.select.ObjectiveName;
import io.facequality.cli.internal.select.PeopleCommand;
import io.facequality.cli.internal.select.ReviewCommand;
import io.facequality.cli.internal.select.SelectCommand;
import io.facequality.cli.internal.training.DistillCommand;
import io.facequality.cli.internal.training.TrainUnetCommand;
import io.facequality.eval.PairQuality;
import io.facequality.images.FaceChoice;
import io.facequality.images.Resizing;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelOptions.ExecutionProvider;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.plan.PlanApplication;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.FaceSelector.SearchMethod;
import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a function: arguments in, exit code out. */
public final class Program {

    private static final List<Class<? extends Enum<?>>> CHOICES = List.of(
            Crop.Kind.class, Resizing.class, FaceChoice.class, ExecutionProvider.class, ChannelOrder.class,
            Representation.class, SearchMethod.class, ObjectiveName.class, PlanApplication.Mode.class, PlanApplication.What.class, ScoreFormat.class,
            ProgressOption.class, GroupKind.class, CopyTreatment.class, CopyKind.class, LinkageKind.class, KeptCopy.class,
            CalibrationFormat.class, ModelListFormat.class, ScoringMethod.class, PairQuality.class,
            CompletionCommand.Shell.class);

    private static final Pattern SYSTEM_PROPERTY = Pattern.compile("the system property ([\\w.]*\\w)");

    /** In the order in which help lists them. */
    private static final Map<String, Function<Console, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand::new);
        COMMANDS.put("score", ScoreCommand::new);
        COMMANDS.put("embed", EmbedCommand::new);
        COMMANDS.put("label", LabelCommand::new);
        COMMANDS.put("select", SelectCommand::new);
        COMMANDS.put("bestshots", BestShotsCommand::new);
        COMMANDS.put("review", ReviewCommand::new);
        COMMANDS.put("apply", ApplyCommand::new);
        COMMANDS.put("dedupe", DedupeCommand::new);
        COMMANDS.put("people", PeopleCommand::new);
        COMMANDS.put("findings", FindingsCommand::new);
        COMMANDS.put("calibrate", CalibrateCommand::new);
        COMMANDS.put("evaluate", EvaluateCommand::new);
        COMMANDS.put("distill", console -> new DistillCommand());
        COMMANDS.put("train-unet", console -> new TrainUnetCommand());
        COMMANDS.put("models", Program::modelsCommand);
        COMMANDS.put("completion", CompletionCommand::new);
    }

    /** Options of the program itself that need no command. */
    private static final Set<String> ALONE = Set.of("--version", "-V");

    private final Console console;

    public Program(Console console) {
        this.console = console;
    }

    public int run(String... arguments) {
        RootCommand root = new RootCommand();
        try {
            return commandLine(root, neededFor(arguments)).execute(arguments);
        } catch (OutOfMemoryError | LinkageError e) {
            return unexpected(e, root.trace);
        }
    }

    /** With every command. */
    public CommandLine commandLine(RootCommand root) {
        return commandLine(root, List.copyOf(COMMANDS.keySet()));
    }

    /**
     * The commands that must be there. Their annotations are read when they are added, which for all of them takes longer
     * than to score a face. Help, completion and wrong usage speak of all commands.
     */
    static List<String> neededFor(String... arguments) {
        if (arguments.length == 1 && ALONE.contains(arguments[0])) {
            return List.of();
        }
        int first = arguments.length > 1 && arguments[0].equals("--trace") ? 1 : 0;
        boolean one = arguments.length > first && COMMANDS.containsKey(arguments[first])
                && !arguments[first].equals("completion");
        return one ? List.of(arguments[first]) : List.copyOf(COMMANDS.keySet());
    }

    private CommandLine commandLine(RootCommand root, List<String> commands) {
        CommandLine commandLine = new CommandLine(root);
        commands.forEach(name -> commandLine.addSubcommand(Objects.requireNonNull(COMMANDS.get(name)).apply(console)));
        CHOICES.forEach(choice -> register(commandLine, choice));
        return commandLine
                // A picture's name may start with an @.
                .setExpandAtFiles(false)
                .setOut(console.help())
                .setErr(new PrintWriter(console.err(), true))
                .setExecutionStrategy(parsed -> execute(commandLine, parsed))
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, root.trace));
    }

    /** Help is the program's own words; what a command writes may hold anybody's. */
    private int execute(CommandLine commandLine, ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        commandLine.setOut(console.words());
        return new CommandLine.RunLast().execute(parsed);
    }

    private static CommandLine modelsCommand(Console console) {
        return new CommandLine(new ModelsCommand())
                .addSubcommand(new FetchCommand(console))
                .addSubcommand(new ModelListCommand(console))
                .addSubcommand(new QuantizeCommand(console))
                .addSubcommand(new ImportCommand())
                .addSubcommand(new VerifyCommand());
    }

    private static <E extends Enum<?>> void register(CommandLine commandLine, Class<E> choice) {
        commandLine.registerConverter(choice, new ChoiceConverter<>(choice));
    }

    private int wrongUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        console.err().println("facequality: " + Terminal.oneLine(String.valueOf(failure.getMessage())));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            unmatched.printSuggestions(command.getErr());
        }
        console.err().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.WRONG_USAGE;
    }

    private int failed(Exception failure, boolean trace) {
        if (failure instanceof OutputClosedException) {
            return ExitCode.DONE;
        }
        if (isInterruption(failure)) {
            console.err().println("facequality: interrupted; nothing half-written is left");
            return ExitCode.INTERRUPTED;
        }
        if (failure instanceof FaceQualityException known) {
            Problem problem = OptionNames.addedTo(known.problem());
            console.err().println("facequality: " + withJavaOption(problem.message()));
            traceIf(trace, failure);
            return ExitCode.FAILED;
        }
        return unexpected(failure, trace);
    }

    /** An interrupt also closes a file that is being written, which the library then cannot tell from a full disk. */
    private static boolean isInterruption(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CancellationException
                    || cause instanceof ClosedByInterruptException
                    || cause instanceof FileLockInterruptionException) {
                return true;
            }
        }
        return false;
    }

    /** A library names system properties; here they are set by a variable. */
    private static String withJavaOption(String message) {
        return SYSTEM_PROPERTY.matcher(message).replaceFirst("$0, as with JAVA_OPTS=-D$1=FOLDER");
    }

    private int unexpected(Throwable failure, boolean trace) {
        console.err().println("facequality: unexpected failure: " + Terminal.oneLine(failure.toString())
                + (trace ? "" : ". Run it again with --trace before the command to see where"));
        traceIf(trace, failure);
        return ExitCode.FAILED;
    }

    private void traceIf(boolean trace, Throwable failure) {
        if (trace) {
            failure.printStackTrace(console.err());
        }
    }
}
