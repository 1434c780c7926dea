package io.facequality.spark.internal;

import ai.onnxruntime.OrtEnvironment;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * From version 1.29 on, ONNX Runtime sends telemetry, and may crash in a process whose command line is longer than
 * 4 KB, as those of executors are. An environment variable prevents both. The library itself brings 1.28, but a cluster
 * may have a newer one on its class path.
 */
public final class TelemetryCheck {

    static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private static final String SETTING = "spark.executorEnv." + VARIABLE;
    private static final int MAJOR = 1;
    private static final int FIRST_WITH_TELEMETRY = 29;

    private TelemetryCheck() {}

    /** Refuses a cluster whose executors would crash, before anything is read. */
    public static void require(SparkSession spark) {
        SparkConf conf = spark.sparkContext().getConf();
        require(version(), spark.sparkContext().isLocal(), name -> conf.get(name, ""), name -> text(System.getenv(name)));
    }

    /** Empty where classes of several jars were put into one, which names no version. */
    private static Optional<String> version() {
        return Optional.ofNullable(OrtEnvironment.class.getPackage())
                .map(Package::getImplementationVersion);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static void require(
            Optional<String> version, boolean isLocal, UnaryOperator<String> setting, UnaryOperator<String> variable) {
        if (version.isPresent() && !sendsTelemetry(version.get()) || version.isEmpty() && isLocal) {
            return;
        }
        String found = isLocal ? variable.apply(VARIABLE) : setting.apply(SETTING);
        if (!found.equals("1")) {
            throw new InvalidInputException(new Problem(
                    "cannot start ONNX Runtime " + version.orElse("of an unknown version") + " in executors",
                    isLocal ? "the environment variable " + VARIABLE : "the setting " + SETTING,
                    "1",
                    found.isEmpty() ? "nothing" : found,
                    "Set it, since from 1.29 on ONNX Runtime may crash on long command lines without; or use 1.28."));
        }
    }

    private static boolean sendsTelemetry(String version) {
        String[] parts = version.split("\\D+");
        try {
            int major = Integer.parseInt(parts[0]);
            return major > MAJOR || major == MAJOR && Integer.parseInt(parts[1]) >= FIRST_WITH_TELEMETRY;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return true;
        }
    }
}
