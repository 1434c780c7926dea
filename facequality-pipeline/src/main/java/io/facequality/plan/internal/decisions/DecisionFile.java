package io.facequality.plan.internal.decisions;

import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.RegularFile;
import io.facequality.internal.WholeFile;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of a person, in a file beside the plan. Whoever opens it first may write; everybody else only reads.
 * What {@link #append} wrote is on the disk when it returns. Not safe to share between threads.
 */
public final class DecisionFile implements AutoCloseable {

    private final Path file;
    private final Clock clock;
    private final List<PersonDecision> decisions;
    private final @Nullable RandomAccessFile opened;

    private DecisionFile(
            Path file, Clock clock, List<PersonDecision> decisions, @Nullable RandomAccessFile opened) {
        this.file = file;
        this.clock = clock;
        this.decisions = new ArrayList<>(decisions);
        this.opened = opened;
    }

    /**
     * Where the decisions about a plan lie.
     *
     * @param plan the plan's own file
     * @return {@code decisions.json} beside it; for a plan that is not called {@code plan.json}, its name with {@code
     *     -decisions.json} at its end
     */
    public static Path beside(Path plan) {
        String stem = plan.getFileName().toString().replaceFirst("\\.json$", "");
        return plan.resolveSibling(stem.equals("plan") ? "decisions.json" : stem + "-decisions.json");
    }

    /**
     * Reads the decisions that count: without those that were undone.
     *
     * @return in the order in which they were made; none if there is no file
     * @throws StorageException if the file cannot be read
     * @throws io.facequality.FaceQualityException.InvalidInputException if a line is wrong; the message says which
     */
    public static List<PersonDecision> standing(Path file) {
        return standing(read(file));
    }

    private static List<PersonDecision> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream stream = RegularFile.open(file)) {
            return DecisionLines.read(file, stream.readAllBytes());
        } catch (IOException e) {
            throw WholeFile.unwritable(file, e);
        }
    }

    private static List<PersonDecision> standing(List<PersonDecision> all) {
        Set<Integer> undone = new HashSet<>();
        List<PersonDecision> standing = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            PersonDecision decision = all.get(i);
            if (undone.contains(decision.action())) {
                continue;
            }
            if (decision.type() == Type.UNDO) {
                undone.add(decision.undoes());
            } else {
                standing.add(decision);
            }
        }
        Collections.reverse(standing);
        return standing;
    }

    /**
     * Opens the decisions to add to them.
     *
     * @param file the file; the first decision makes it
     * @return the file, {@linkplain #isWritable writable} unless somebody else has it open
     */
    public static DecisionFile open(Path file) {
        return open(file, Clock.systemUTC());
    }

    static DecisionFile open(Path file, Clock clock) {
        RandomAccessFile opened = null;
        try {
            opened = locked(file);
            if (opened == null) {
                return new DecisionFile(file, clock, read(file), null);
            }
            byte[] content = new byte[Math.toIntExact(opened.length())];
            opened.readFully(content);
            List<PersonDecision> decisions = DecisionLines.read(file, content);
            opened.setLength(DecisionLines.wholeBytes(content));
            return new DecisionFile(file, clock, decisions, opened);
        } catch (IOException e) {
            closeQuietly(opened);
            throw WholeFile.unwritable(file, e);
        } catch (RuntimeException e) {
            closeQuietly(opened);
            throw e;
        }
    }

    /** Null where another process, or another part of this one, has the lock, or nobody may write there. */
    private static @Nullable RandomAccessFile locked(Path file) throws IOException {
        if (Files.exists(file)) {
            RegularFile.require(file);
        }
        if (Files.exists(file) ? !Files.isWritable(file) : !Files.isWritable(file.toAbsolutePath().getParent())) {
            return null;
        }
        RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
        try {
            FileLock lock = opened.getChannel().tryLock();
            if (lock != null) {
                return opened;
            }
        } catch (OverlappingFileLockException byThisProcess) {
            // As good as another's.
        } catch (IOException e) {
            closeQuietly(opened);
            throw e;
        }
        opened.close();
        return null;
    }

    private static void closeQuietly(@Nullable RandomAccessFile opened) {
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (IOException nothingIsLost) {
            // Every decision was forced to the disk when it was made.
        }
    }

    /** Whether decisions can be added: nobody else has the file open, and its folder can be written to. */
    public boolean isWritable() {
        return opened != null;
    }

    public Path file() {
        return file;
    }

    /** The decisions that count, in the order in which they were made. */
    public List<PersonDecision> standing() {
        return standing(decisions);
    }

    /**
     * Adds what a person decided in one action. It is on the disk when this returns.
     *
     * @return the action's number
     * @throws StorageException if it cannot be written; the file is then as it was
     */
    public int append(List<DecisionDraft> drafts) {
        int action = nextAction();
        String time = clock.instant().toString();
        write(drafts.stream().map(draft -> draft.numbered(action, time)).toList());
        return action;
    }

    /**
     * Undoes the last action that counts.
     *
     * @return the number of the action that counts no longer; empty if there is none
     * @throws StorageException if that cannot be written
     */
    public Optional<Integer> undo() {
        List<PersonDecision> standing = standing();
        if (standing.isEmpty()) {
            return Optional.empty();
        }
        int last = standing.get(standing.size() - 1).action();
        write(List.of(new PersonDecision(
                nextAction(), Type.UNDO, List.of(), List.of(), "", last, clock.instant().toString())));
        return Optional.of(last);
    }

    private int nextAction() {
        return decisions.isEmpty() ? 1 : decisions.get(decisions.size() - 1).action() + 1;
    }

    private void write(List<PersonDecision> lines) {
        if (opened == null) {
            throw new IllegalStateException("the decisions are open to be read only");
        }
        try {
            long end = opened.length();
            try {
                opened.seek(end);
                if (end == 0) {
                    opened.write(DecisionLines.header());
                }
                opened.write(bytes(lines));
                opened.getFD().sync();
                if (end == 0) {
                    WholeFile.force(file);
                }
            } catch (IOException e) {
                opened.setLength(end);
                throw e;
            }
        } catch (IOException e) {
            throw WholeFile.unwritable(file, e);
        }
        decisions.addAll(lines);
    }

    private static byte[] bytes(List<PersonDecision> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        lines.forEach(line -> bytes.writeBytes(DecisionLines.line(line)));
        return bytes.toByteArray();
    }

    /** Lets others write. A file without any decision is deleted again. */
    @Override
    public void close() {
        if (opened == null) {
            return;
        }
        try {
            boolean empty = opened.length() == 0;
            opened.close();
            if (empty) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw WholeFile.unwritable(file, e);
        }
    }
}
