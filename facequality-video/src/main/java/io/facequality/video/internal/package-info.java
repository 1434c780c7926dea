/** What the module does for others: shots as files and plans, and videos where pictures are looked for. */
@NullMarked
package io.facequality.video.internal;

import org.jspecify.annotations.NullMarked;
