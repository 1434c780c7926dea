package io.facequality.video;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {
    @Test
    void probe() {
        for (String name : List.of("a", "a", "b", "c", "two-people")) {
            Path path = Path.of(System.getenv("FACEQUALITY_SHARED") + "/data/videos/" + name + ".mp4");
            System.out.println(VideoFile.of(path).facts());
            try (BestShots shots = BestShots.builder().keep(3).build()) {
                long t = System.nanoTime();
                Footage f = shots.of(name, path).orElseThrow();
                System.out.println((System.nanoTime() - t) / 1e9 + " s " + f.counts() + " " + f.brokenOff());
                f.tracks().forEach(track -> System.out.println("  " + track.number() + " " + track.from() + " " + track.to() + " looks " + track.looks() + " " + track.end()));
                f.people().forEach(p -> System.out.println("  " + p.name() + " tracks " + p.tracks().size() + " " + p.shots().stream().map(s -> s.face().id() + " " + s.quality() + " " + s.surroundings()).toList()));
                Shot s = f.people().get(0).shots().get(0);
                System.out.println(io.facequality.internal.Sha256.of(VideoFile.of(path).frame(s.time()).orElseThrow()).equals(s.face().pictureSha256()));
            }
        }
    }
}
