package io.facequality.images.internal.detection;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModel;
import io.facequality.onnx.internal.OnnxModelDescription;
import io.facequality.onnx.internal.OnnxModelDescription.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A network that proposes faces in whole pictures, of any {@link DetectionFormat}. Safe to share between threads. */
public final class DetectionNetwork implements AutoCloseable {

    private static final int CHANNELS = 3;
    private static final int VALUES = 256;

    private final OnnxModel model;
    private final DetectionFormat format;
    private final Set<String> outputNames;
    private final Tensor input;
    private final float[] numbers = new float[VALUES];

    private DetectionNetwork(OnnxModel model) {
        this.model = model;
        this.format = formatOf(model.description()).orElseThrow(() -> new ModelException(new Problem(
                "cannot use the model for detection",
                model.id().name(),
                "an input float32 [n,3,H,W] and the outputs of the embedded detector or of YuNet",
                OnnxModelDescription.words(model.description().inputs()) + ", and "
                        + OnnxModelDescription.words(model.description().outputs()),
                "Take the embedded detector, or face_detection_yunet_2023mar.onnx of the OpenCV model zoo.")));
        this.outputNames = format.outputNames();
        this.input = model.description().inputs().get(0);
        ModelContract contract = format.contract();
        for (int value = 0; value < VALUES; value++) {
            numbers[value] = (float) ((value - contract.mean()) / contract.deviation());
        }
    }

    /**
     * Opens a model and finds out of which format it is.
     *
     * @throws ModelException if the file is missing, damaged or of another format
     */
    public static DetectionNetwork open(ModelFile file, ModelOptions options) {
        OnnxModel model = OnnxModel.open(file, options);
        try {
            return new DetectionNetwork(model);
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    private static Optional<DetectionFormat> formatOf(OnnxModelDescription description) {
        Set<String> names = description.outputs().stream().map(Tensor::name).collect(Collectors.toSet());
        boolean takesPictures = description.inputs().size() == 1 && takesPictures(description.inputs().get(0));
        return DetectionFormat.all().stream()
                .filter(format -> takesPictures && names.containsAll(format.outputNames()))
                .findFirst();
    }

    private static boolean takesPictures(Tensor input) {
        return input.isFloat32()
                && input.shape().size() == 4
                && input.shape().get(1) == CHANNELS
                && isSide(input.shape().get(2))
                && isSide(input.shape().get(3));
    }

    private static boolean isSide(long size) {
        return size == Tensor.OPEN || size > 0 && size % DetectionFormat.STEP == 0;
    }

    public ModelId id() {
        return model.id();
    }

    /** The name of the format, as calibrations have it. */
    public String formatName() {
        return format.name();
    }

    /** Whether faces that are turned by any angle are found in one pass. */
    boolean findsTurnedFaces() {
        return format.findsTurnedFaces();
    }

    /** The longest side that the network takes, if it is not this. */
    int longSide(int wanted) {
        long most = Math.min(fixedSide(2), fixedSide(3));
        return (int) Math.min(wanted, most);
    }

    /** Whether a view fits into the network's input. */
    boolean takes(PictureView view) {
        int wanted = Math.max(view.image().width(), view.image().height());
        return longSide(wanted) == wanted;
    }

    private long fixedSide(int axis) {
        long size = input.shape().get(axis);
        return size == Tensor.OPEN ? Integer.MAX_VALUE : size;
    }

    /**
     * Proposes faces, several for each, the best first.
     *
     * @param view what is searched, not larger than {@link #longSide} allows
     * @param minimum proposals of a lower score are left out
     * @return the proposals in pixels of the original, whose middle lies in the picture
     */
    List<Proposal> propose(PictureView view, double minimum, Workspace workspace) {
        int width = padded(view.image().width(), 3);
        int height = padded(view.image().height(), 2);
        FloatBuffer values = workspace.room(CHANNELS * width * height);
        pack(view.image(), width, height, values);
        Map<String, float[]> outputs =
                model.run(input.name(), new long[] {1, CHANNELS, height, width}, values.rewind());
        List<Proposal> found = new ArrayList<>();
        for (int stride : DetectionFormat.STRIDES) {
            Map<String, float[]> maps = mapsOf(outputs, stride, (width / stride) * (height / stride));
            format.read(maps, stride, width / stride, minimum, found);
        }
        return found.stream()
                .filter(proposal -> view.holds(proposal.center()))
                .map(proposal -> inOriginal(proposal, view))
                .toList();
    }

    private int padded(int size, int axis) {
        long fixed = input.shape().get(axis);
        int step = DetectionFormat.STEP;
        return fixed == Tensor.OPEN ? (size + step - 1) / step * step : (int) fixed;
    }

    /** Lays the picture at the top left; what is right of it and below is black. */
    private void pack(Image image, int width, int height, FloatBuffer values) {
        boolean blueFirst = format.contract().channelOrder() == ChannelOrder.BGR;
        ByteBuffer pixels = image.pixels();
        byte[] row = new byte[image.width() * CHANNELS];
        float[] plane = new float[width];
        Arrays.fill(plane, numbers[0]);
        float[][] planes = {plane, plane.clone(), plane.clone()};
        float[] black = plane.clone();
        for (int y = 0; y < height; y++) {
            boolean inside = y < image.height();
            if (inside) {
                pixels.get(row);
                split(row, planes);
            }
            for (int channel = 0; channel < CHANNELS; channel++) {
                float[] from = planes[blueFirst ? CHANNELS - 1 - channel : channel];
                values.put((channel * height + y) * width, inside ? from : black);
            }
        }
    }

    private void split(byte[] row, float[][] planes) {
        for (int x = 0, at = 0; at < row.length; x++) {
            planes[0][x] = numbers[row[at++] & 0xFF];
            planes[1][x] = numbers[row[at++] & 0xFF];
            planes[2][x] = numbers[row[at++] & 0xFF];
        }
    }

    private Map<String, float[]> mapsOf(Map<String, float[]> outputs, int stride, int cells) {
        Map<String, float[]> maps = new HashMap<>();
        format.outputs().forEach((name, count) -> {
            String output = name + "_" + stride;
            float[] map = Objects.requireNonNull(outputs.get(output), output);
            if (map.length != cells * count) {
                throw new ModelException(new Problem(
                        "cannot use the model's result",
                        model.id().name(),
                        cells * count + " numbers in " + output,
                        map.length + " numbers",
                        "Export the model again with maps that fit its input."));
            }
            maps.put(name, map);
        });
        return maps;
    }

    private static Proposal inOriginal(Proposal proposal, PictureView view) {
        return new Proposal(
                view.toOriginal(proposal.landmarks()),
                view.toOriginal(proposal.center()),
                proposal.size() * view.step(),
                proposal.score());
    }

    @Override
    public void close() {
        model.close();
    }
}
