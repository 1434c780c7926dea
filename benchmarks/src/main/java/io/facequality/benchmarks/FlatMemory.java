package io.facequality.benchmarks;

import io.facequality.ImageSource;
import io.facequality.onnx.ModelContract;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.PictureSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether native memory stays flat: scores pictures from files over and over, and prints the process's resident memory
 * after each ten thousand faces. Ends with status 1 if it grew by more than a tenth between the first quarter and the
 * end. Linux only, since it reads {@code /proc}.
 *
 * <p>Arguments: the folder with pictures, {@code align} or {@code as-is}, how many faces, 100,000 if not said, and the
 * scorer's file, the embedded one if not said.
 */
public final class FlatMemory {

    private static final int REPORT_EVERY = 10_000;
    private static final double ALLOWED_GROWTH = 1.10;

    private FlatMemory() {}

    /**
     * Measures and prints.
     *
     * @param arguments the folder, the crop, the number of faces, and the model
     * @throws IOException if the process's memory cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        List<ImageSource> pictures = PictureSearch.usual().below(Path.of(arguments[0])).pictures();
        Crop crop = arguments.length > 1 && arguments[1].equals("as-is") ? Crop.AS_IS : Crop.ALIGN;
        long wanted = arguments.length > 2 ? Long.parseLong(arguments[2]) : 100_000;
        long quarter = 0;
        long last = 0;
        FacePipeline.Builder builder = FacePipeline.builder().crop(crop);
        if (arguments.length > 3) {
            builder.scorer(Path.of(arguments[3]), ModelContract.ediffiqa());
        }
        try (FacePipeline pipeline = builder.build()) {
            long scored = 0;
            long reported = 0;
            while (scored < wanted) {
                List<ImageSource> some = pictures.subList(0, (int) Math.min(pictures.size(), wanted - scored));
                pipeline.score(some, picture -> {});
                scored += some.size();
                if (scored - reported >= REPORT_EVERY || scored >= wanted) {
                    reported = scored;
                    last = residentKilobytes();
                    System.out.printf("%,d faces: %,d KiB resident%n", scored, last);
                    if (quarter == 0 && scored >= wanted / 4) {
                        quarter = last;
                    }
                }
            }
        }
        System.out.printf("growth since the first quarter: %.3f%n", (double) last / quarter);
        System.exit(last > quarter * ALLOWED_GROWTH ? 1 : 0);
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
