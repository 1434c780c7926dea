/*
 * A stand-in for java.exe, for tests of the Windows scripts under Wine: prints each argument in brackets as UTF-8, and
 * ends with exit code 3. Asked for its version, it says what STAND_IN_VERSION says. Asked for a class-data archive, it
 * writes one, which holds a line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

static void print(HANDLE to, const wchar_t *text) {
    char bytes[16384];
    DWORD written;
    int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
    if (length > 1) {
        WriteFile(to, bytes, (DWORD) length - 1, &written, NULL);
    }
}

int wmain(int count, wchar_t **arguments) {
    static const wchar_t *archive = L"-XX:SharedArchiveFile=";
    HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
    if (count > 1 && wcscmp(arguments[1], L"-version") == 0) {
        const wchar_t *version = _wgetenv(L"STAND_IN_VERSION");
        HANDLE err = GetStdHandle(STD_ERROR_HANDLE);
        print(err, L"openjdk version \"");
        print(err, version == NULL ? L"17.0.1" : version);
        print(err, L"\" 2025-01-01\n");
        return 0;
    }
    if (count > 1 && wcscmp(arguments[1], L"-Xshare:dump") == 0) {
        for (int i = 2; i < count; i++) {
            if (wcsncmp(arguments[i], archive, wcslen(archive)) == 0) {
                FILE *file = _wfopen(arguments[i] + wcslen(archive), L"w");
                if (file != NULL) {
                    fputs("class data\n", file);
                    fclose(file);
                }
            }
        }
        return 0;
    }
    for (int i = 1; i < count; i++) {
        print(out, L"[");
        print(out, arguments[i]);
        print(out, L"]\n");
    }
    return 3;
}
