using System.Collections.Concurrent;
using System.Reflection;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Checks the objects that the pipeline keeps between runs.</summary>
/// <remarks>Roslyn objects would keep a whole compilation alive. Parsed JSON would only use memory.</remarks>
internal static class ModelVerifier
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> s_fields = [];

    /// <summary>Asserts that no object of a forbidden type is reachable.</summary>
    public static void Verify(IEnumerable<object> models)
    {
        HashSet<object> visited = new(ReferenceEqualityComparer.Instance);
        Stack<object> stack = new(models);
        while (stack.TryPop(out object? item))
        {
            if (!visited.Add(item))
            {
                continue;
            }

            Type type = item.GetType();
            Assert.False(IsForbidden(type), $"{type} is in a model.");
            foreach (FieldInfo field in s_fields.GetOrAdd(type, GetReferenceFields))
            {
                Push(field.GetValue(item));
            }

            if (item is Array array && !IsPlain(type.GetElementType()!))
            {
                foreach (object? element in array)
                {
                    Push(element);
                }
            }
        }

        void Push(object? value)
        {
            if (value is not null && !IsPlain(value.GetType()))
            {
                stack.Push(value);
            }
        }
    }

    private static bool IsForbidden(Type type) =>
        (!type.IsValueType && type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) is true)
        || type.Namespace == "QmpGen.Generator.Json";

    private static FieldInfo[] GetReferenceFields(Type type) =>
        [
            .. type.GetFields(
                    BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly
                )
                .Where(field => !IsPlain(field.FieldType)),
            .. type.BaseType is { } parent ? GetReferenceFields(parent) : [],
        ];

    private static bool IsPlain(Type type) =>
        type == typeof(string)
        || type.IsPrimitive
        || type.IsEnum
        || type.IsPointer
        || (type.IsValueType && !type.IsGenericType && GetReferenceFields(type).Length == 0);
}
