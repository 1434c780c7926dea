package io.facequality.cli.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.group.Finding;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsCommandTest {

    private static final String STRAY = "Ari_Fleischer/stray.jpg";

    @TempDir
    private Path folder;

    private Path people;

    /** Two people, and one picture of the second under the first, too. */
    @BeforeEach
    void putAPictureUnderTheWrongPersonToo() throws IOException {
        people = folder.resolve("people");
        for (String person : List.of("Ari_Fleischer", "Colin_Powell")) {
            Files.createDirectories(people.resolve(person));
            try (Stream<Path> files = Files.list(SharedData.path("data", "people-aligned", person))) {
                for (Path file : files.sorted().limit(5).toList()) {
                    Files.copy(file, people.resolve(person).resolve(file.getFileName()));
                }
            }
        }
        try (Stream<Path> files = Files.list(people.resolve("Colin_Powell"))) {
            Files.copy(files.sorted().findFirst().orElseThrow(), people.resolve(STRAY));
        }
    }

    @Test
    void findsPictureUnderWrongPersonTwiceAndLeavesIt() {
        List<String> before = Pictures.files(folder);
        Run run = Run.of("findings", "--crop", "as-is", people);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines().get(0)).startsWith("finding,picture,face,person,similarity,other_person,");
        assertThat(run.outLines())
                .anySatisfy(row -> assertThat(row).startsWith("nearer to another person," + STRAY + ",0,Ari_Fleischer,"))
                .anySatisfy(row -> assertThat(row)
                        .startsWith("same picture under two people," + STRAY + ",0,Ari_Fleischer,,Colin_Powell,,")
                        .endsWith(",0"));
        assertThat(Pictures.files(folder)).isEqualTo(before);
    }

    @Test
    void reportsFindingsInPlan() {
        Path plan = folder.resolve("plan.json");
        Run run = Run.of("select", "--crop", "as-is", people, "--keep", "2", "--plan", plan);
        assertThat(run.out()).contains("for you to look at");
        assertThat(SelectionPlan.read(plan).findings())
                .anySatisfy(finding -> assertThat(finding)
                        .isInstanceOfSatisfying(Finding.SamePictureUnderTwoPeople.class, same ->
                                assertThat(same.equalFiles()).isTrue()));
        assertThat(folder.resolve("report.html")).content().contains("is nearer to Colin_Powell");
    }
}
