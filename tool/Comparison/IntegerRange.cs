using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Comparison;

/// <summary>The values of integer types.</summary>
internal static class IntegerRange
{
    /// <summary>Gets whether a type has all values of another type. An unknown type equals any other.</summary>
    public static bool Contains(IntegerType? wide, IntegerType? narrow)
    {
        if (wide is not { } outer || narrow is not { } inner)
        {
            return true;
        }

        (Int128 outerMin, Int128 outerMax) = GetBounds(outer);
        (Int128 innerMin, Int128 innerMax) = GetBounds(inner);
        return outerMin <= innerMin && innerMax <= outerMax;
    }

    private static (Int128 Min, Int128 Max) GetBounds(IntegerType type) =>
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
}
