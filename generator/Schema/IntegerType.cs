namespace QmpGen.Generator.Schema;

/// <summary>The integer types of QAPI. A dump calls all of them <c>int</c>.</summary>
internal enum IntegerType
{
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
}

internal static class IntegerTypes
{
    /// <summary>Parses a type name of QEMU's source; null if it is not an integer type.</summary>
    public static IntegerType? Parse(string? name) =>
        name switch
        {
            "int8" => IntegerType.Int8,
            "int16" => IntegerType.Int16,
            "int32" => IntegerType.Int32,
            "int" or "int64" => IntegerType.Int64,
            "uint8" => IntegerType.UInt8,
            "uint16" => IntegerType.UInt16,
            "uint32" => IntegerType.UInt32,
            "uint64" or "size" => IntegerType.UInt64,
            _ => null,
        };

    /// <summary>Gets the smallest and the largest value of a type.</summary>
    public static (decimal Minimum, decimal Maximum) GetRange(IntegerType type) =>
        type switch
        {
            IntegerType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            IntegerType.Int16 => (short.MinValue, short.MaxValue),
            IntegerType.Int32 => (int.MinValue, int.MaxValue),
            IntegerType.UInt8 => (byte.MinValue, byte.MaxValue),
            IntegerType.UInt16 => (ushort.MinValue, ushort.MaxValue),
            IntegerType.UInt32 => (uint.MinValue, uint.MaxValue),
            IntegerType.UInt64 => (ulong.MinValue, ulong.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };

    /// <summary>Gets whether a type has all values of another type.</summary>
    public static bool Contains(IntegerType wide, IntegerType narrow)
    {
        (decimal wideMinimum, decimal wideMaximum) = GetRange(wide);
        (decimal minimum, decimal maximum) = GetRange(narrow);
        return wideMinimum <= minimum && maximum <= wideMaximum;
    }

    /// <summary>Formats an integer type as QEMU's source does.</summary>
    public static string Format(IntegerType type) => type.ToString().ToLowerInvariant();
}
