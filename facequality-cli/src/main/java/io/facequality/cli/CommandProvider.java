package io.facequality.cli;

/**
 * Adds a command to the command line. An implementation is found with {@link java.util.ServiceLoader}: name it in
 * {@code META-INF/services/io.facequality.cli.CommandProvider} and put its archive on the class path.
 */
public interface CommandProvider {

    /**
     * Makes the command for one run.
     *
     * @return an object of a class with picocli's {@code @Command}, which gives the command's name, and {@code
     *     Callable<Integer>}, which gives the exit code. It writes to the streams of its {@code CommandSpec}'s command
     *     line. It gets {@code --help} and {@code --version}. What it throws ends the run with code 1 and one line on
     *     standard error
     */
    Object command();

    /**
     * The command that this one is below.
     *
     * @return the name of a command, such as {@code models}; empty for a command of its own, the default
     */
    default String parent() {
        return "";
    }
}
