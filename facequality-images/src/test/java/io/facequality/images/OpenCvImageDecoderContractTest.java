package io.facequality.images;

import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.testkit.ImageDecoderContract;
import java.util.Random;

class OpenCvImageDecoderContractTest extends ImageDecoderContract {

    @Override
    protected ImageDecoder decoder() {
        return OpenCvImageDecoder.builder().build();
    }

    @Override
    protected byte[] encoded() {
        return PictureEncoder.jpeg(Image.filledBy(40, 30, new Random(1)::nextBytes), 80);
    }
}
