package io.facequality.plan.internal.decisions;

import static io.facequality.plan.internal.decisions.ReviewFixture.references;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionFileTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);
    private static final DecisionDraft KEEP = DecisionDraft.of(Type.KEEP, references("a"));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = DecisionFile.beside(folder.resolve("plan.json"));
    }

    @Test
    void liesBesideThePlan() {
        assertThat(file).isEqualTo(folder.resolve("decisions.json"));
        assertThat(DecisionFile.beside(folder.resolve("mine.json"))).isEqualTo(folder.resolve("mine-decisions.json"));
    }

    @Test
    void givesBackWhatWasAddedInOneLineEach() throws IOException {
        DecisionDraft name = DecisionDraft.name(references("a", "b"), "Ada \"</script>\"\n");
        try (DecisionFile decisions = DecisionFile.open(file, CLOCK)) {
            assertThat(decisions.append(List.of(KEEP, name))).isEqualTo(1);
            assertThat(decisions.append(List.of(DecisionDraft.between(Type.SAME, references("a"), references("b")))))
                    .isEqualTo(2);
        }

        assertThat(Files.readAllLines(file)).hasSize(4).first().isEqualTo("{\"format\":\"facequality-decisions/1\"}");
        assertThat(Files.readAllLines(file).get(1)).isEqualTo(
                "{\"action\":1,\"type\":\"keep\",\"faces\":[{\"sha256\":\"" + references("a").get(0).sha256()
                        + "\",\"face\":0,\"picture\":\"a\"}],\"time\":\"2026-11-29T12:00:00Z\"}");
        List<PersonDecision> read = DecisionFile.standing(file);
        assertThat(read).extracting(PersonDecision::action).containsExactly(1, 1, 2);
        assertThat(read.get(1).name()).isEqualTo("Ada \"</script>\"\n");
        assertThat(read.get(2).others()).isEqualTo(references("b"));
    }

    @Test
    void undoesActionsFromTheLastToTheFirst() {
        try (DecisionFile decisions = DecisionFile.open(file)) {
            decisions.append(List.of(KEEP));
            decisions.append(List.of(KEEP, KEEP));
            assertThat(decisions.undo()).contains(2);
            assertThat(decisions.standing()).hasSize(1);
            decisions.append(List.of(KEEP));
            assertThat(List.of(decisions.undo(), decisions.undo(), decisions.undo()))
                    .containsExactly(Optional.of(4), Optional.of(1), Optional.empty());
        }
        assertThat(DecisionFile.standing(file)).isEmpty();
    }

    @Test
    void goesOnAfterACrashInTheMiddleOfALine() throws IOException {
        try (DecisionFile decisions = DecisionFile.open(file)) {
            decisions.append(List.of(KEEP));
        }
        Files.writeString(file, "{\"action\":2,\"type\":\"ke", StandardOpenOption.APPEND);

        assertThat(DecisionFile.standing(file)).hasSize(1);
        try (DecisionFile decisions = DecisionFile.open(file)) {
            decisions.append(List.of(KEEP));
        }
        assertThat(DecisionFile.standing(file)).extracting(PersonDecision::action).containsExactly(1, 2);
    }

    @Test
    void letsOnlyOneWriteAtATime() {
        try (DecisionFile first = DecisionFile.open(file);
                DecisionFile second = DecisionFile.open(file)) {
            assertThat(first.isWritable()).isTrue();
            assertThat(second.isWritable()).isFalse();
            assertThatThrownBy(() -> second.append(List.of(KEEP))).isInstanceOf(IllegalStateException.class);
        }
        try (DecisionFile third = DecisionFile.open(file)) {
            assertThat(third.isWritable()).isTrue();
        }
    }

    @Test
    void leavesNoFileWithoutDecisions() {
        DecisionFile.open(file).close();

        assertThat(file).doesNotExist();
        assertThat(DecisionFile.standing(file)).isEmpty();
    }

    @Test
    void namesTheWrongLine() throws IOException {
        String digest = references("a").get(0).sha256();
        for (String line : List.of(
                "{",
                "null",
                "{\"action\":1,\"type\":\"burn\",\"time\":\"2026-11-29T12:00:00Z\"}",
                "{\"action\":0,\"type\":\"accept\",\"time\":\"2026-11-29T12:00:00Z\"}",
                "{\"action\":1,\"type\":\"keep\",\"time\":\"2026-11-29T12:00:00Z\"}",
                "{\"action\":1,\"type\":\"keep\",\"faces\":[{\"sha256\":\"../x\",\"face\":0}],\"time\":\"2026-11-29T12:00:00Z\"}",
                "{\"action\":1,\"type\":\"keep\",\"faces\":[{\"sha256\":\"" + digest + "\",\"face\":-1}],\"time\":\"2026-11-29T12:00:00Z\"}",
                "{\"action\":1,\"type\":\"accept\",\"time\":\"yesterday\"}",
                "{\"action\":1,\"type\":\"undo\",\"undoes\":1,\"time\":\"2026-11-29T12:00:00Z\"}")) {
            Files.writeString(file, "{\"format\":\"facequality-decisions/1\"}\n" + line + "\n");

            assertThatThrownBy(() -> DecisionFile.standing(file))
                    .as(line)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("decisions.json at line 2");
        }
    }

    @Test
    void refusesAnotherFormat() throws IOException {
        Files.writeString(file, "{\"format\":\"facequality-decisions/2\"}\n");

        assertThatThrownBy(() -> DecisionFile.open(file)).hasMessageContaining("facequality-decisions/1");
    }
}
