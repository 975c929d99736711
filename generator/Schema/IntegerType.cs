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

    /// <summary>Formats an integer type as QEMU's source does.</summary>
    public static string Format(IntegerType type) => type.ToString().ToLowerInvariant();
}
