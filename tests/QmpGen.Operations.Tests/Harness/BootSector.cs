namespace QmpGen.Operations.Tests;

/// <summary>A guest of 512 bytes for the machine <c>pc</c>, which counts and reacts to the power button.</summary>
internal static class BootSector
{
    private const int Size = 512;

    // A counter in the memory of the guest, which shows that it runs.
    private const int CounterAddress = 0x8000;

    private static readonly byte[] s_code = Convert.FromHexString(
        "31C0" // xor ax, ax
            + "8ED8" // mov ds, ax
            + "BA0206" // mov dx, 0x602: ACPI: enabled events
            + "B80001" // mov ax, 0x100: the power button
            + "EF" // out dx, ax
            + "BA0006" // mov dx, 0x600: ACPI: events
            + "FB" // loop: sti
            + "F4" // hlt: until the next tick of the timer
            + "FF060080" // inc word [0x8000]
            + "ED" // in ax, dx
            + "F6C401" // test ah, 1: the power button
            + "74F4" // jz loop
            + "BA0406" // mov dx, 0x604: ACPI: control
            + "B80020" // mov ax, 0x2000: soft off
            + "EF" // out dx, ax
            + "EBFE" // jmp $
    );

    /// <summary>Writes an image of the guest, and returns the arguments of QEMU.</summary>
    public static string[] CreateArguments(string path)
    {
        byte[] image = new byte[1024 * 1024];
        s_code.CopyTo(image, 0);
        image[Size - 2] = 0x55;
        image[Size - 1] = 0xAA;
        File.WriteAllBytes(path, image);
        return ["-M", "pc", "-m", "32M", "-drive", $"if=ide,format=raw,file={path},file.locking=off"];
    }

    /// <summary>Waits until the guest counts.</summary>
    public static async Task WaitUntilRunningAsync(QmpClient client)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(30));
        int start = await ReadCounterAsync(client);
        while (await ReadCounterAsync(client) == start)
        {
            await Task.Delay(10, timeout.Token);
        }
    }

    /// <summary>Reads the counter.</summary>
    public static async Task<int> ReadCounterAsync(QmpClient client)
    {
        QmpObject arguments = new() { ["command-line"] = $"xp /1hx {CounterAddress}" };
        string text = (await client.ExecuteRawAsync("human-monitor-command", arguments)).GetString();
        return Convert.ToInt32(text.Split("0x")[^1].Trim(), 16);
    }
}
