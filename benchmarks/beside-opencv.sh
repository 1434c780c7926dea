# Read by the scripts that measure beside Python with OpenCV and ONNX Runtime. Ends them where PYTHON (python3) lacks
# onnxruntime, OpenCV or NumPy, or OpenCV lacks YuNet. Sets python and threads (THREADS, or 1), and has the median.
python=${PYTHON:-python3}
threads=${THREADS:-1}
if ! "$python" -c 'import cv2, onnxruntime, numpy; cv2.FaceDetectorYN' 2>/dev/null; then
    echo "skipped: $python lacks onnxruntime, NumPy, or OpenCV with YuNet; name one that has them with PYTHON=..."
    exit 0
fi

median() {
    printf '%s\n' "$@" | sort -g | sed -n "$((($# + 1) / 2))p"
}
