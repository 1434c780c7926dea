package io.facequality.models;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A model that travels inside this library. {@code PROVENANCE.md} beside the models says what each was trained on, what
 * it takes and gives, and how accurate it is.
 */
public enum EmbeddedModel {
    /**
     * Quality and embedding in one pass: {@code input [n,3,112,112]} RGB, {@code (p/255 - 0.5) / 0.5}, to {@code features
     * [n,256]} (L2-normalized) and {@code quality [n,1]} (0 to 1, higher is better). Its quality is sound, and its
     * embedding is nearly as good as that of the network that it learned from (verification accuracy 98.6 % on 300 people
     * of LFW). A full-size embedder still tells strangers apart better.
     */
    QUALITY_AND_EMBEDDING(
            "facequality-mini", "5", "1314c2382e1517797dbf9f8739acd7ffa31972f862a7b8f613abd86ae1cfdc9c", 0x6e7f6d80L),

    /**
     * Five points of a face: {@code input [n,3,96,96]} RGB, {@code (p - 127.5) / 127.5}, a square crop of 1.56 times the
     * face from brows to chin, to {@code points [n,10]} in crop units 0 to 1 and {@code face [n,1]}, the probability
     * that the crop holds a face.
     */
    LANDMARKS("landmarks", "1", "e9e1a032423b4bd1119fc5ccf2071bcb691f8c14a7f220e3a7f4824505f79d35", 0x651b1209L),

    /**
     * Faces at any angle in the plane, from about 10 pixels on: {@code input [n,3,H,W]} RGB, {@code (p - 127.5) /
     * 127.5}, H and W multiples of 32, to {@code score_S [n,1,H/S,W/S]} and {@code face_S [n,13,H/S,W/S]} at the strides
     * S of 8, 16 and 32. Its scores are not probabilities; {@link #readCalibration} says what they mean.
     */
    DETECTOR("detector", "1", "686a85ed0f2fca8b6cb021a65eca1a9b263326bd3065b3c18c9ea345b714f021", 0x159b69b4L),

    /**
     * Upright faces in crowds, above all with masks: YuNet_n of its authors (Apache License 2.0), with a free height and
     * width. {@code input [n,3,H,W]} BGR 0 to 255, H and W multiples of 32, to {@code cls_S}, {@code obj_S}, {@code
     * bbox_S} and {@code kps_S} at the strides S of 8, 16 and 32.
     */
    CROWD_DETECTOR("yunet-n", "1", "104ee26c71d5c270ce79a6b3dced91c91013260d29a6bf18f9296c5b8c4c2b12", 0x3c959036L);

    private static final List<String> CALIBRATIONS = List.of(".calibration.json", ".calibration.properties");

    private final String modelName;
    private final String version;
    private final String sha256;
    private final long crc32;

    EmbeddedModel(String modelName, String version, String sha256, long crc32) {
        this.modelName = modelName;
        this.version = version;
        this.sha256 = sha256;
        this.crc32 = crc32;
    }

    /**
     * The model's name.
     *
     * @return the name of its file without the ending
     */
    public String modelName() {
        return modelName;
    }

    /**
     * The model's version.
     *
     * @return a number that grows when the weights change
     */
    public String version() {
        return version;
    }

    /**
     * The digest of its file.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String sha256() {
        return sha256;
    }

    /**
     * Reads what its scores mean: for {@link #QUALITY_AND_EMBEDDING} from 0 to 100, as {@code facequality-eval} wrote it
     * (JSON); for {@link #DETECTOR} how sure a finding is, of {@link #CROWD_DETECTOR} too (a properties
     * file).
     *
     * @return a new array with the file's bytes; empty for a model without a calibration
     * @throws IOException if the class path cannot be read
     */
    public Optional<byte[]> readCalibration() throws IOException {
        for (String ending : CALIBRATIONS) {
            try (InputStream stream = EmbeddedModel.class.getResourceAsStream(modelName + ending)) {
                if (stream != null) {
                    return Optional.of(stream.readAllBytes());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Reads the ONNX file from the class path, without unpacking it to disk.
     *
     * @return a new array with the file's bytes, whose CRC-32 was checked, which shows damage; the digest tells more, but
     *     to take it would be a tenth of a short program's time
     * @throws IOException if the file is missing from the jar or is not the one that was built in
     */
    public byte[] read() throws IOException {
        String file = modelName + ".onnx";
        try (InputStream stream = EmbeddedModel.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new FileNotFoundException("the embedded model " + file + " is missing from the class path");
            }
            byte[] bytes = stream.readAllBytes();
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            if (checksum.getValue() != crc32) {
                throw new IOException("the embedded model " + file + " is damaged: expected CRC-32 "
                        + Long.toHexString(crc32) + ", found " + Long.toHexString(checksum.getValue())
                        + "; get facequality-models anew");
            }
            return bytes;
        }
    }
}
