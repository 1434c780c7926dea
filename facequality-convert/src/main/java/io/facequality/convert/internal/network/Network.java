package io.facequality.convert.internal.network;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.onnx.internal.graph.BuiltModel;
import io.facequality.onnx.internal.graph.ModelBuilder;
import io.facequality.onnx.internal.graph.ModelBuilder.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A network that was recognized by its tensors, ready to be written as ONNX with an open batch. Known are:
 *
 * <ul>
 *   <li>MobileFaceNet and IResNet (18, 34, 50, 100 and other depths, of any width): {@code input [n,3,112,112]} to
 *       {@code features [n,d]}, and with eDifFIQA's head {@code quality [n,1]};
 *   <li>DifFIQA's diffusion UNet of any dimension, and the lean one that is trained here: {@code x [n,3,112,112]} and
 *       {@code t [n]} (int64) to {@code x0}.
 * </ul>
 *
 * The tensors have the names of the published code. Every one must be known: a network with parts that are not built
 * would score all the same, and wrongly. The numbers are read while the model is written. For one thread.
 */
public final class Network {

    /** What eDifFIQA's checkpoints put in front of the names of a backbone's weights. */
    public static final String BACKBONE_PREFIX = "base_model.";

    private static final int CHANNELS = 3;
    private static final int MOST_NAMED = 8;

    private final ModelBuilder model;
    private final String variant;
    private final List<String> leftOut;

    private Network(ModelBuilder model, String variant, List<String> leftOut) {
        this.model = model;
        this.variant = variant;
        this.leftOut = List.copyOf(leftOut);
    }

    /** How weights are stored. */
    public enum Precision {
        /** As they were trained. */
        FLOAT32,
        /** Half as long, rounded to 11 significant bits; vectors stay as they are, and it computes in 32 bits. */
        FLOAT16
    }

    /** What becomes of a tensor that no part of the network takes. */
    public enum Unknown {
        /** It is an error. */
        REFUSE,
        /** It is left out. */
        LEAVE_OUT
    }

    /**
     * Tells which network tensors belong to, without checking that it is whole.
     *
     * @param names the tensors' names
     * @return whether it is a known one
     */
    public static boolean isKnown(Iterable<String> names) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        Tensor any = Tensor.of(new float[0], 0);
        names.forEach(name -> named.put(name, any));
        NetworkWeights weights = new NetworkWeights(withoutBackbonePrefix(named));
        return DiffusionUnet.fits(weights)
                || LeanUnet.fits(weights)
                || QualityHead.fits(weights)
                || Backbone.of(weights).isPresent();
    }

    /**
     * Recognizes a network and lays it out.
     *
     * @param tensors the tensors by their published names, with {@code base_model.} in front of a backbone's or without
     * @param precision how the weights are to be stored
     * @param unknown what to do with tensors that the network does not have
     * @param place where they are from, for messages
     * @return the network
     * @throws ModelException if it is not known, or if tensors are missing, of another shape, or unknown; all are named
     */
    public static Network of(Map<String, Tensor> tensors, Precision precision, Unknown unknown, String place) {
        NetworkWeights weights = new NetworkWeights(withoutBackbonePrefix(tensors));
        ModelBuilder model = precision == Precision.FLOAT16
                ? ModelBuilder.namedInHalfPrecision(Producer.NAME)
                : ModelBuilder.named(Producer.NAME);
        String variant = unet(weights)
                .map(unet -> addUnet(model, weights, unet))
                .orElseGet(() -> addFaceNetwork(model, weights, place));
        check(weights, variant, unknown, place);
        return new Network(model, variant, weights.unknown());
    }

    /**
     * Lays out a network that is no published one.
     *
     * @param network the network
     * @param tensors its tensors, all of them and no others
     * @param place where they are from, for messages
     * @return the network
     * @throws ModelException if tensors are missing, of another shape, or unknown; all are named
     */
    public static Network of(FaceNetwork network, Map<String, Tensor> tensors, String place) {
        NetworkWeights weights = new NetworkWeights(tensors);
        ModelBuilder model = ModelBuilder.named(Producer.NAME);
        FaceNetwork.Output<String> output = network.apply(new OnnxOperators(model, weights), addFaces(model));
        addOutput(model, Backbone.FEATURES, output.features(), network.dimension());
        addOutput(model, QualityHead.QUALITY, output.quality(), 1);
        check(weights, place, Unknown.REFUSE, place);
        return new Network(model, place, weights.unknown());
    }

    /**
     * The tensors under one name each, whether eDifFIQA put {@code base_model.} in front of its backbone or not.
     *
     * @param tensors tensors by their published names
     * @return the same without that prefix
     */
    public static Map<String, Tensor> withoutBackbonePrefix(Map<String, Tensor> tensors) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> renamed.put(withoutBackbonePrefix(name), tensor));
        return renamed;
    }

    /** A tensor's name without that prefix. */
    public static String withoutBackbonePrefix(String name) {
        return name.startsWith(BACKBONE_PREFIX) ? name.substring(BACKBONE_PREFIX.length()) : name;
    }

    private static Optional<Unet> unet(NetworkWeights weights) {
        if (DiffusionUnet.fits(weights)) {
            return Optional.of(DiffusionUnet.of(weights));
        }
        return LeanUnet.fits(weights) ? Optional.of(LeanUnet.of(weights)) : Optional.empty();
    }

    private static String addUnet(ModelBuilder model, NetworkWeights weights, Unet unet) {
        String image = model.input("x", Element.FLOAT32, ModelBuilder.OPEN, CHANNELS, Unet.SIDE, Unet.SIDE);
        String time = model.input("t", Element.INT64, ModelBuilder.OPEN);
        String restored = unet.apply(new OnnxOperators(model, weights), image, time);
        addOutput(model, "x0", restored, CHANNELS, Unet.SIDE, Unet.SIDE);
        return unet.variant();
    }

    private static String addFaceNetwork(ModelBuilder model, NetworkWeights weights, String place) {
        Backbone backbone = Backbone.of(weights).orElseThrow(() -> unrecognized(weights, place));
        OnnxOperators operators = new OnnxOperators(model, weights);
        String features = backbone.features(operators, addFaces(model));
        addOutput(model, Backbone.FEATURES, features, backbone.dimension());
        if (!QualityHead.fits(weights)) {
            return backbone.variant();
        }
        String quality = QualityHead.of(weights, backbone.dimension()).quality(operators, features);
        addOutput(model, QualityHead.QUALITY, quality, 1);
        return backbone.variant() + " with eDifFIQA's quality head";
    }

    private static String addFaces(ModelBuilder model) {
        return model.input(
                "input", Element.FLOAT32, ModelBuilder.OPEN, CHANNELS, AlignedFace.SIZE, AlignedFace.SIZE);
    }

    /** An output, under another name if the value has one. */
    private static void addOutput(ModelBuilder model, String name, String value, long... sizes) {
        if (!value.equals(name)) {
            model.namedNode(name, "Identity", List.of(value));
        }
        model.output(name, LongStream.concat(LongStream.of(ModelBuilder.OPEN), LongStream.of(sizes)).toArray());
    }

    private static ModelException unrecognized(NetworkWeights weights, String place) {
        return QualityHead.fits(weights)
                ? refused(place, "a backbone for the quality head", "the head alone",
                        "Name the file of the backbone that the head was trained on, too.")
                : refused(place, "the tensors of MobileFaceNet, IResNet or the diffusion UNet",
                        shortened(weights.unknown()),
                        "Check that the file is one of the published weights; other networks export to ONNX"
                                + " themselves.");
    }

    private static void check(NetworkWeights weights, String variant, Unknown unknown, String place) {
        List<String> complaints = new ArrayList<>();
        complain(complaints, "missing", weights.missing());
        complain(complaints, "of another shape", weights.unfit());
        if (unknown == Unknown.REFUSE) {
            complain(complaints, "unknown", weights.unknown());
        }
        if (!complaints.isEmpty()) {
            String remedy = weights.missing().isEmpty() && weights.unfit().isEmpty()
                    ? "If you know that the results do not depend on them, leave out unknown tensors."
                    : "Check that the file is whole, and of this network. If another file holds the backbone, name the"
                            + " file of the backbone.";
            throw refused(place, "the tensors of " + variant, String.join("; ", complaints), remedy);
        }
    }

    private static void complain(List<String> complaints, String how, List<String> names) {
        if (!names.isEmpty()) {
            complaints.add(names.size() + " " + how + ": " + shortened(names));
        }
    }

    private static String shortened(List<String> names) {
        String shown = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMED ? shown + " and " + (names.size() - MOST_NAMED) + " more" : shown;
    }

    private static ModelException refused(String place, String expected, String found, String remedy) {
        return new ModelException(new Problem("cannot build the network", place, expected, found, remedy));
    }

    /**
     * Which network it is.
     *
     * @return its name and depth, and whether there is a quality head
     */
    public String variant() {
        return variant;
    }

    /**
     * The tensors that no part of the network takes.
     *
     * @return their names and shapes; empty where such are refused
     */
    public List<String> leftOut() {
        return leftOut;
    }

    /**
     * Ends the model.
     *
     * @param producer the name of the program that makes it
     * @param version that program's version
     * @param metadata what else is to be known of it, by name
     * @return the model, ready to be written
     */
    public BuiltModel build(String producer, String version, Map<String, String> metadata) {
        return model.build(producer, version, metadata);
    }
}
