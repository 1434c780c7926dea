package io.facequality.cli.internal.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.testing.Npy;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedCommandTest {

    @TempDir
    private Path folder;

    @Test
    void rowsAreInTheOrderOfThePicturesAndNamed() throws IOException {
        Pictures.people(folder.resolve("in"), 2, 2);
        Path last = Pictures.write(folder.resolve("0.png"), 7);
        Path out = folder.resolve("new/faces.npy");
        Run run = Run.of("embed", "--crop", "as-is", folder.resolve("in"), last, "--out", out);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("5 faces of 5 pictures").contains("faces.npy").contains("faces.csv");
        Npy faces = Npy.read(out);
        assertThat(faces.shape()).containsExactly(5, 256);
        assertThat(Files.readAllLines(folder.resolve("new/faces.csv"))).containsExactly(
                "row,path,face",
                "0," + folder.resolve("in/person-0/picture-0.png") + ",0",
                "1," + folder.resolve("in/person-0/picture-1.png") + ",0",
                "2," + folder.resolve("in/person-1/picture-0.png") + ",0",
                "3," + folder.resolve("in/person-1/picture-1.png") + ",0",
                "4," + last + ",0");
        assertThat(Pictures.files(folder.resolve("new"))).containsExactly("faces.csv", "faces.npy");
    }

    @Test
    void separatesPeopleBetterWithRightChannelOrder() {
        Path people = SharedData.path("data", "people-aligned");
        Path model = SharedData.path("models", "mobilefacenet-512-bgr.onnx");
        double right = contrast(people, model, "bgr");
        double wrong = contrast(people, model, "rgb");
        assertThat(right).isGreaterThan(wrong).isGreaterThan(0.3);
    }

    /** How much more alike two pictures of one person are than two of different people: a difference of cosines. */
    private double contrast(Path people, Path model, String channels) {
        Path out = folder.resolve(channels + ".npy");
        Run run = Run.of(
                "embed", "--crop", "as-is", "--model", model, "--channels", channels, "--out", out,
                people.resolve("Ari_Fleischer/Ari_Fleischer_0001.jpg"),
                people.resolve("Ari_Fleischer/Ari_Fleischer_0002.jpg"),
                people.resolve("Aaron_Peirsol/Aaron_Peirsol_0001.jpg"));
        assertThat(run.exitCode()).isZero();
        Npy faces = Npy.read(out);
        assertThat(faces.shape()).containsExactly(3, 512);
        return cosine(faces.floats(), 0, 1) - cosine(faces.floats(), 0, 2);
    }

    private static double cosine(float[] rows, int one, int other) {
        double product = 0;
        double squareOne = 0;
        double squareOther = 0;
        for (int i = 0; i < 512; i++) {
            double a = rows[512 * one + i];
            double b = rows[512 * other + i];
            product += a * b;
            squareOne += a * a;
            squareOther += b * b;
        }
        return product / Math.sqrt(squareOne * squareOther);
    }

    @Test
    void rejectedPicturesHaveNoRow() throws IOException {
        Pictures.people(folder.resolve("in"), 1, 2);
        Files.writeString(folder.resolve("in/text.jpg"), "no picture");
        Run run = Run.of(
                "embed", "--crop", "as-is", folder.resolve("in"), "--out", folder.resolve("x.npy"), "--strict");
        assertThat(run.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(run.errLines()).singleElement().asString().contains("text.jpg");
        assertThat(run.out()).contains("2 faces of 3 pictures, 1 rejected");
        assertThat(Npy.read(folder.resolve("x.npy")).shape()[0]).isEqualTo(2);
    }

    @Test
    void rejectsUnwritablePlaceBeforeEmbedding() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[1]);
        Run run = Run.of("embed", folder.resolve("no such pictures"), "--out", file.resolve("x.npy"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("cannot write the results");
        assertThat(Run.of("embed", folder).err()).contains("--out");
    }
}
