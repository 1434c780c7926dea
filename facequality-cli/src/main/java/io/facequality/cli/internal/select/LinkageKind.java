package io.facequality.cli.internal.select;

import io.facequality.group.FaceGrouper.Linkage;

/** When close pairs make a group. */
public enum LinkageKind {
    /** When all of them are close. */
    COMPLETE(new Linkage.Complete()),
    /** When a chain of them connects. */
    CONNECTED(new Linkage.Connected()),
    /** When they lie in one dense region. */
    DENSITY(new Linkage.Density(LinkageKind.DENSE));

    /** A face and two close ones: the smallest number that asks for more than a chain does. */
    private static final int DENSE = 3;

    private final Linkage linkage;

    LinkageKind(Linkage linkage) {
        this.linkage = linkage;
    }

    public Linkage linkage() {
        return linkage;
    }
}
