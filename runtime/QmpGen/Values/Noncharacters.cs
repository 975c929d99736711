namespace QmpGen;

/// <summary>The code points that QEMU rejects in strings since version 3.1.</summary>
internal static class Noncharacters
{
    /// <summary>Determines whether a code point is a noncharacter of Unicode.</summary>
    public static bool Contains(int codePoint) =>
        codePoint is >= 0xFDD0 and <= 0xFDEF || (codePoint & 0xFFFE) == 0xFFFE;
}
